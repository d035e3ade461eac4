"""What channels.yaml says about text messages: who brings them, how they are sent."""

import msgspec

from warmline.business.check import is_secret_name
from warmline.business.located import Mapping
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.suggest import suggest
from warmline.conditions.types import STRING
from warmline.connectors.reading import CONNECTORS

SHORTEST, LONGEST = 60, 1_600
"""Characters of one message, at least and at most."""
TAKES = ("to", "text")
"""What the operation that sends is given: a number and words."""


class Reads(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The names of the fields in which a gateway says what a message is called, who it is from, what it says."""

    id: str = "id"
    sender: str = msgspec.field(default="from", name="from")
    text: str = "text"


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Text messages of one number of ours. `secret` names the environment variable with what the gateway shows.

    `send` is the operation of a connector that sends one, `flow` what a contact begins with, if not the usual.
    `longest` is how many characters one message may have, `long_form` says that customers write here as in letters: a
    gateway for mail is no other.
    """

    secret: str
    send: str
    flow: str = ""
    longest: int = 320
    long_form: bool = False
    reads: Reads = Reads()


def check(name: str, texts: Texts, node: Mapping, business: Business, file: str, report: Report) -> None:
    """Refuse what cannot work; what it begins with is looked at elsewhere."""

    def refuse(key: str, what: str, remedy: str) -> None:
        line = node.line_of("text_messages", name, key)
        report.problem(file, line, f'text_messages "{name}": {what}', remedy)

    if not is_secret_name(texts.secret):
        remedy = "write a name in capitals; the secret itself stays out of the folder"
        refuse("secret", f'"{texts.secret}" is not the name of an environment variable', remedy)
    if not SHORTEST <= texts.longest <= LONGEST:
        refuse("longest", f"longest is {texts.longest}", f"choose {SHORTEST} to {LONGEST} characters")
    if CONNECTORS.name not in business.sections:  # whoever reads this file alone wants to know what it names
        return
    operations = CONNECTORS.of(business)
    operation = operations.get(texts.send)
    if operation is None:
        refuse("send", f'there is no operation "{texts.send}"', suggest(texts.send, operations))
        return
    if not operation.changes:
        refuse("send", f'"{texts.send}" only looks something up', "name one that is a post")
        return
    parts = operation.takes.parts
    needed = [one for one, part in parts.items() if not part.optional and one not in TAKES]
    if any(one not in parts or parts[one].kind.type != STRING for one in TAKES) or needed:
        remedy = "it takes a number and words: takes: {to: text, text: text}"
        refuse("send", f'"{texts.send}" does not take what there is to send', remedy)
