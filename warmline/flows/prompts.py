"""What a flow shows or speaks at one moment: every channel draws it in its own way."""

from typing import Literal

import msgspec

Kind = Literal["option", "accept", "decline", "person", "repeat", "back", "language", "link"]
EVER = frozenset({"person", "repeat", "back", "language"})
"""Kinds of options that are there at every moment, and ask nothing."""
FieldKind = Literal[
    "digits", "account", "amount", "date", "phone", "postcode", "choice", "text", "code", "email", "name"
]


class Option(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that can be chosen: pressed on a screen, keyed as `key` on a phone, or said.

    `name` is what comes back when it is chosen, `label` what is read. `why` is the reason why it stands where it
    stands, for people who watch; customers are not shown it. `link` leads elsewhere (https only).
    """

    name: str
    label: str
    key: str = ""
    kind: Kind = "option"
    why: str = ""
    link: str = ""


class Field(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that is asked for, as typed as channels can make it: a number pad, a calendar, a hidden line.

    What is entered into a `secret` field is never kept or shown. `example` is in the reader's language;
    `length` is the number of digits where it is fixed.
    """

    kind: FieldKind
    secret: bool = False
    example: str = ""
    length: int = 0


class Prompt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing said by a flow: sentences, and what can be answered.

    `texts` are paragraphs of plain text in `language`, complete without the rest of it. `article` names the
    article of the knowledge base that they come from. `receipt` are label and value of what was done.
    `hold` is how many seconds the customer has to answer before the flow asks again; 0 waits for ever.
    """

    language: str
    texts: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    field: Field | None = None
    article: str = ""
    receipt: tuple[tuple[str, str], ...] = ()
    hold: int = 0

    @property
    def asks(self) -> bool:
        """Whether something is to be answered: more than what can be asked for at every moment."""
        return self.field is not None or any(one.kind not in EVER for one in self.options)
