"""How far a system has come with what was advised, in words, with what to do about it."""

from typing import NamedTuple

from warmline.coaching.advising.model import Carried
from warmline.connectors.reading import CONNECTORS
from warmline.desk.desk import Desk
from warmline.desk.gist_care import sentence
from warmline.desk.language import Language
from warmline.desk.policy_words import spoken


class Became(NamedTuple):
    """What is said of one action: in which tone, in words, what to do next."""

    carried: Carried
    tone: str
    text: str
    remedy: str = ""


def carried_in_words(desk: Desk, say: Language, one: Carried) -> Became:
    """What came of it so far."""
    told = _told(desk, say, one, spoken(one.operation.partition(".")[0]))
    return told._replace(text=sentence(told.text))


def _told(desk: Desk, say: Language, one: Carried, system: str) -> Became:
    if one.stage == "ok":
        return Became(one, "good", say.text("%(system)s has done it", system=system))
    if one.stage == "refused":
        operation = CONNECTORS.of(desk.business).get(one.operation)
        why = (operation.refuses.get(one.code) if operation else "") or spoken(one.code)
        text = say.text("%(system)s declined it: %(why)s", system=system, why=why.rstrip("."))
        return Became(
            one, "bad", text, say.text("Nothing was changed. Tell the customer, and choose something else.")
        )
    if one.stage == "failed":
        text = say.text("%(system)s could not do it", system=system)
        remedy = say.text("Nothing was changed. Try again in a moment, or do it by hand.")
        return Became(one, "bad", text, remedy)
    if one.stage == "unknown":
        text = say.text("Nobody can tell whether %(system)s has done it", system=system)
        remedy = say.text("Promise nothing, and do not do it by hand: ask what became of it.")
        return Became(one, "warn", text, remedy)
    return Became(one, "", say.text("%(system)s carries it out …", system=system))
