"""Reading `replies.yaml`: what is known of a customer, as somebody would say it in a reply."""

from typing import Any

import msgspec

from warmline.business.decode import decode
from warmline.business.folder import Folder
from warmline.business.located import Mapping, Node, Sequence
from warmline.business.model import Business, Disclosure
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.business.suggest import suggest
from warmline.coaching.replying.known import ANY, KnownFact, KnownFacts, Says
from warmline.conditions.checked import Checked, line_of_text
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.said import Said
from warmline.conditions.told import Told, levels_of
from warmline.decisions.operating import with_answer
from warmline.decisions.reading.operations import read_operating
from warmline.flows.reading.section import FLOWS
from warmline.knowledge.reading import KNOWLEDGE

FILE = "replies.yaml"


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of one fact."""

    fact: str
    about: tuple[str, ...]
    says: Any
    when: str = ""
    next: Any = None
    look_up: str = ""
    with_: dict[str, str] = msgspec.field(name="with", default_factory=dict)
    into: str = ""


class _Way(msgspec.Struct, forbid_unknown_fields=True):
    """`{when: …, say: …}`"""

    say: Any
    when: str = ""


def _read(folder: Folder, business: Business, report: Report) -> KnownFacts:
    checked = Checked(business, report)
    node = folder.yaml(FILE, report)
    nodes = node.items if isinstance(node, Sequence) else [node] if node is not None else []
    topics = _topics(business)
    facts: dict[str, KnownFact] = {}
    for one in nodes:
        fact = _fact(one, checked, topics)
        if fact is not None and fact.name in facts:
            checked.problem(one.file, one.line, f'fact "{fact.name}" stands twice', "give one another name")
        elif fact is not None:
            facts[fact.name] = fact
    return KnownFacts(
        facts=tuple(facts.values()),
        declared=checked.facts,
        asked=checked.environment(),
        texts=tuple(checked.wordings),
    )


def _topics(business: Business) -> frozenset[str]:
    """What a fact can be about: flows, what they are wanted for, articles with their topics."""
    found = {ANY}
    if FLOWS.name in business.sections:
        for flow in FLOWS.of(business).flows.values():
            found |= {flow.name, flow.wants}
    if KNOWLEDGE.name in business.sections:
        for article in KNOWLEDGE.of(business).articles:
            found |= {article.name, *article.topics}
    return frozenset(found - {""})


class _Place:
    """One fact as it is written, and how problems with it are told."""

    def __init__(self, node: Mapping, name: str, checked: Checked) -> None:
        self.node = node
        self.called = f'fact "{name}"'
        self.checked = checked

    def refuse(self, key: str, what: str, remedy: str) -> None:
        self.checked.problem(self.node.file, self.node.line_of(key), f"{self.called}: {what}", remedy)

    def condition(self, text: str, node: Node, environment: Environment) -> Condition | None:
        return self.checked.condition(text, environment, node.file, line_of_text(node)) if text else None

    def said(self, node: Node, environment: Environment, given: Condition | None) -> Said | None:
        """A sentence for the customer; refused where it tells what nobody but staff may know."""
        said = self.checked.said(node, environment, self.called, given)
        if said is None:
            return None
        above = Told(Disclosure.VERIFIED, levels_of(self.checked.business)).above(said.expressions)
        for field in above:
            what = f"{self.called}: it tells customer.{field}, which is for staff only"
            self.checked.problem(node.file, node.line, what, "leave it out of the sentence")
        return said


def _fact(node: Node, checked: Checked, topics: frozenset[str]) -> KnownFact | None:
    written = decode(node, _Written, checked.report, "a fact")
    if written is None or not isinstance(node, Mapping):
        return None
    place = _Place(node, written.fact, checked)
    for number, topic in enumerate(written.about):
        if topic not in topics:
            line = node.line_of("about", number)
            what = f'{place.called}: nothing is about "{topic}"'
            checked.problem(node.file, line, what, suggest(topic, topics))
    environment, looks_up = checked.environment(), None
    into = written.into or written.look_up.rpartition(".")[2]
    if "look_up" in node.items:
        looks_up = read_operating(node, "look_up", environment, checked, place.refuse)
        if looks_up is None:
            return None
        environment = with_answer(environment, into, looks_up.operation)
    elif written.with_ or written.into:
        place.refuse("with" if written.with_ else "into", "nothing is looked up", "write look_up: with it")
    when = place.condition(written.when, node.items["when"], environment) if written.when else None
    following = node.items.get("next")
    fact = KnownFact(
        name=written.fact,
        about=frozenset(written.about),
        environment=environment,
        says=_says(node.items["says"], environment, when, place),
        when=when,
        next=place.said(following, environment, when) if following is not None else None,
        looks_up=looks_up,
        into=into,
    )
    checked.environment().used |= environment.used - {into}  # one frame serves both
    return fact


def _says(node: Node, environment: Environment, when: Condition | None, place: _Place) -> tuple[Says, ...]:
    """One sentence, or ways to tell it of which the first that holds counts."""
    if not isinstance(node, Sequence):
        said = place.said(node, environment, when)
        return (Says(None, said),) if said is not None else ()
    found = []
    for one in node.items:
        written = decode(one, _Way, place.checked.report, f"{place.called}, says")
        if written is None or not isinstance(one, Mapping):
            continue
        own = when
        if written.when:
            both = f"({_in_a_line(when.text)}) && ({written.when})" if when is not None else written.when
            own = place.condition(both, one.items["when"], environment)
        said = place.said(one.items["say"], environment, own)
        if said is not None:
            found.append(Says(own, said))
    return tuple(found)


def _in_a_line(text: str) -> str:
    """A condition that other lines do not move, so that problems are told where they are."""
    return text.strip().replace("\n", " ")


REPLIES = Section("replies", (FILE,), _read)
"""Ask it for what can be told in replies: `REPLIES.of(business).facts`."""
