"""Something said beside what the flow asks: whatever can be answered stays."""

import msgspec

from warmline.contacts import repository
from warmline.contacts.work import Work
from warmline.flows.prompts import Prompt


def say_aside(work: Work, text: str) -> None:
    """Say it, with the options and the field of what the flow asks now, where it asks something."""
    record = work.record
    waiting = record.session.waiting
    asked = None
    if record.owner.kind == "flow" and waiting is not None and waiting.what == "customer":
        turns = repository.turns(work.tx, record.id, max(0, record.turns - repository.MOST_TURNS))
        asked = next((turn.prompt for turn in reversed(turns) if turn.prompt), None)
    prompt = asked or Prompt(language=record.language)
    work.say(msgspec.structs.replace(prompt, texts=(text,), article="", receipt=()))
