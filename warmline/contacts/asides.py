"""Something said beside what the flow asks: whatever can be answered stays."""

import msgspec

from warmline.contacts import repository
from warmline.contacts.work import Work
from warmline.flows.prompts import Prompt


def say_aside(work: Work, text: str, *, again: bool = False, whispered: str = "") -> None:
    """Say it, with the options and the field of what the flow asks now, where it asks something.

    With `again` its question is said behind it. `whispered` names the person who has the flow say it.
    """
    prompt = asked_now(work) or Prompt(language=work.record.language)
    texts = (text, *prompt.texts) if again else (text,)
    work.say(msgspec.structs.replace(prompt, texts=texts, article="", receipt=()), whispered=whispered)


def asked_now(work: Work) -> Prompt | None:
    """What the flow asks now; None where it asks nothing."""
    record = work.record
    waiting = record.session.waiting
    if record.owner.kind != "flow" or waiting is None or waiting.what != "customer":
        return None
    turns = repository.turns(work.tx, record.id, max(0, record.turns - repository.MOST_TURNS))
    by_flow = (turn.prompt for turn in reversed(turns) if turn.by == "flow" and not turn.whispered)
    return next((prompt for prompt in by_flow if prompt), None)
