"""Whispering to a flow: a person has it say or ask something in its own voice, and it goes on."""

import msgspec

from warmline.contacts import repository
from warmline.contacts.asides import asked_now, say_aside
from warmline.contacts.errors import AsksForSecret, NotAutomated, NothingSaid, TooLong
from warmline.contacts.masking import masked
from warmline.contacts.model import LONGEST_KEY
from warmline.contacts.reach import Reach
from warmline.contacts.record import first_name
from warmline.contacts.runner import Runner
from warmline.contacts.work import Work
from warmline.flows.prompts import Field, Prompt
from warmline.language.words import Words
from warmline.storage.port import Storage, Transaction
from warmline.web.principal import Principal

LONGEST = 600
"""Characters that a flow is whispered at once: it speaks in few words."""
EVER = frozenset({"person", "language"})
"""Options that stay while a customer is asked something on behalf of a person."""


class Whispering:
    """What members of staff have flows say, each within their scopes."""

    def __init__(self, storage: Storage, runner: Runner, reach: Reach) -> None:
        self._storage = storage
        self._runner = runner
        self._reach = reach

    async def whisper(self, by: Principal, contact: str, text: str, key: str, *, ask: bool = False) -> int:
        """Have the flow say something; the number of turns then. The same key again: said once.

        The flow stays accountable, and goes on with what it asks now. With `ask`, the customer's next words are the
        answer, which the flow leaves to people; then it asks its own question again.
        Raises UnknownContact, Ended, NotAutomated, AsksForSecret, NothingSaid, TooLong.
        """
        said = masked(text.strip())
        if not said:
            raise NothingSaid
        if len(said) > LONGEST:
            raise TooLong(len(said), LONGEST)

        def command(tx: Transaction) -> int:
            work = self._reach.going_on(tx, by, contact)
            record = work.record
            own_key = f"whisper {by.id} {key}"[:LONGEST_KEY]
            before = repository.turns_after_key(tx, record.id, own_key)
            if before is not None:
                return before
            if record.owner.kind == "staff":
                raise NotAutomated(record.owned_by)
            if ask and record.asks_secret:
                raise AsksForSecret
            self._reach.on_record(work, by, "contact.whispered")
            work.put("contact.whispered", {"by": f"staff:{by.id}", "asks": ask})
            if ask:
                _ask(work, said, first_name(by.name))
            else:
                say_aside(work, said, whispered=first_name(by.name))
            repository.add_key(tx, record.id, own_key, record.turns)
            self._runner.close(work)
            return record.turns

        return await self._storage.run(command, urgent=True)


def _ask(work: Work, text: str, name: str) -> None:
    asked = asked_now(work)
    options = tuple(one for one in asked.options if one.kind in EVER) if asked else ()
    prompt = Prompt(language=work.record.language, texts=(text,), options=options, field=Field(kind="text"))
    work.say(prompt, whispered=name)
    work.record.whispered = True


def answered(work: Work) -> None:
    """The customer has answered what a person asked through the flow, which asks its own question again."""
    words = Words(work.record.language)
    thanks = words.text("Thank you, we have noted that.")
    asked = asked_now(work)
    if asked is None:
        work.say(Prompt(language=work.record.language, texts=(thanks,)))
    else:
        work.say(msgspec.structs.replace(asked, texts=(thanks, *asked.texts)))
