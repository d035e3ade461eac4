"""What a decision has chosen, as a flow knows it."""

from typing import Any

from warmline.conditions.facts import Facts
from warmline.conditions.reading import each, text, whole
from warmline.conditions.types import DOUBLE, INT, STRING, TIMESTAMP, FieldType, Record, list_of
from warmline.flows.run import Run
from warmline.flows.steps.stored import money
from warmline.flows.variables import Variable, thing

KEPT = ("kind", "name", "policy", "why", "title", "say", "until", "value", "rank")
OFFER, DECISION = "offer", "decision"
"""The variables that hold what a decision says: texts for somebody who is known as well as they were then."""
_TEXT = FieldType(STRING, False, text)


def chosen_record(facts: Facts, name: str) -> Record:
    """One thing that was chosen: an advice or an offer."""
    fields = dict.fromkeys(("kind", "name", "policy", "why", "title", "say"), _TEXT)
    fields["rank"] = FieldType(INT, True, whole)
    fields["until"] = FieldType(TIMESTAMP, True, facts.reading.time)
    fields["value"] = FieldType(DOUBLE, True, facts.reading.money)
    return Record(name, (), fields)


def offer_variable(facts: Facts) -> Variable:
    """The variable `offer`."""
    return Variable(OFFER, thing(facts, chosen_record(facts, "offer")))


def decision_variable(facts: Facts) -> Variable:
    """The variable `decision`, with what was chosen in it."""
    one = thing(facts, chosen_record(facts, "an entry of decision.chosen"))
    fields = {"decision": _TEXT, "chosen": FieldType(list_of(one.type), False, each(one.read))}
    return Variable(DECISION, thing(facts, Record("decision", (), fields)))


def kept(chosen: dict[str, Any], run: Run) -> dict[str, Any]:
    """What a session keeps of one thing that was chosen."""
    found = {name: chosen[name] for name in KEPT if chosen.get(name) is not None}
    value = found.get("value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        found["value"] = money(float(value), run.book.currency)
    for name in ("kind", "name", "policy", "why", "title", "say"):
        found[name] = str(found.get(name, ""))[:600]
    return found
