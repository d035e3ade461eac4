"""Flows of a business as they are loaded: compiled once, never changed, shared by all sessions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from warmline.business.model import Disclosure
from warmline.conditions.facts import Facts
from warmline.conditions.said import Said, Wording
from warmline.flows.operations import Operation
from warmline.flows.sentences import NOTHING, Sentences
from warmline.flows.service import Service
from warmline.flows.variables import FlowFacts, Variable

if TYPE_CHECKING:
    from warmline.flows.inputs import Chose, Keyed, Result, Silence
    from warmline.flows.inputs import Said as SaidInput
    from warmline.flows.run import Run
    from warmline.flows.session import Waiting

    Answer = SaidInput | Keyed | Chose | Silence | Result

END, HANDOVER, CALLBACK, BACK, START = "end", "handover", "callback", "back", "start"
RESERVED: Mapping[str, str] = {
    END: "the flow ends, and whoever called it goes on",
    HANDOVER: "a person takes over",
    CALLBACK: "a callback is offered",
    BACK: "back to what was asked before",
    START: "the first step of this flow",
}
"""Where a step may lead besides steps of its flow. A flow that has a step of such a name leads there."""
BUILT_IN = "warmline"
"""The flow of Warmline's own steps: connecting with a person, going on where somebody left off."""
RESUME = "resume"
"""Its step that asks whether to go on there."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step: `label` says when it is taken ("" for the usual one), `target` where it leads.

    `gives` are the variables that are known on it, `might` those that may be, `secrets` what was entered and is kept
    for minutes. `path` is where the target is written, below the step.
    """

    label: str
    target: str
    gives: tuple[Variable, ...] = ()
    might: tuple[Variable, ...] = ()
    secrets: tuple[str, ...] = ()
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """One node of a flow. What it says first is `say`; the rest is its kind's.

    `enter` is called when a session comes to it, `take` with what came where it waited. Both return where to go on,
    None where it waits.
    """

    kind: ClassVar[str]
    """What it is called in a flow."""
    name: str
    flow: str
    file: str
    line: int
    ways: tuple[Way, ...] = ()
    say: Sentences = NOTHING

    def enter(self, run: "Run") -> str | None:
        """What happens when a session comes here. Raises EvaluationError where a fact is odd."""
        raise NotImplementedError

    def take(self, run: "Run", given: "Answer") -> str | None:
        """What happens with an answer, where this step waits for one."""
        raise NotImplementedError

    def retell(self, run: "Run") -> None:
        """What was said here, once more."""
        run.tell(self.say)

    def again(self, run: "Run") -> None:
        """What is asked here, once more, where the customer is to answer."""

    def rephrase(self, run: "Run", words: Sentences) -> None:
        """What is asked here, once more, in other words."""
        run.tell(words)
        self.again(run)

    def returned(self, run: "Run") -> str | None:
        """Where to go on when a flow that was called from here has ended."""
        return END

    def given_back(self, run: "Run") -> str | None:
        """Where to go on when a person gives back what was taken over here."""
        return self.name

    def interrupted(self, run: "Run") -> None:
        """What is put on record when something else goes on here before the step is done."""

    def left(self, run: "Run") -> None:
        """What is put on record, and what is forgotten, when the customer leaves here."""

    def resumable(self, waiting: "Waiting | None") -> bool:
        """Whether somebody who leaves here can go on here later."""
        return True

    def texts(self) -> Iterator[Said]:
        """All that it may say to a customer."""
        yield from self.say

    def calls(self) -> Iterator[str]:
        """The flows that it may call."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flow:
    """One self-service dialogue. `title` is what customers are told it is about.

    `variables` is all it may learn, `gives` what those who call it may learn from it. `known` says which of its
    variables are known at each step on whatever way it was reached.
    """

    name: str
    title: Said | None
    needs: Disclosure
    wants: str
    queue: str
    start: str
    steps: Mapping[str, Step]
    file: str
    line: int
    facts: FlowFacts
    variables: Mapping[str, Variable] = field(default_factory=dict)
    gives: Mapping[str, Variable] = field(default_factory=dict)
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Book:
    """All flows of one version of a business, with what they lean on.

    `timezone`, `region`, `currency`, `languages` are the business's; the first language is the one that texts are
    written in. `levels` says how well a customer must be known to be told each field of their profile.
    """

    version: str
    timezone: str
    region: str
    currency: str
    languages: tuple[str, ...]
    service: Service
    flows: Mapping[str, Flow]
    facts: Facts
    levels: Mapping[str, Disclosure] = field(default_factory=dict)
    operations: Mapping[str, Operation] = field(default_factory=dict)
    texts: tuple[Wording, ...] = ()
    """All texts for customers, to be translated."""
