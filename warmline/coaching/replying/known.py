"""What a business can say of what it knows of a customer: declared facts, each with the sentences that may tell it."""

from dataclasses import dataclass

from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.facts import Facts
from warmline.conditions.said import Said, Wording
from warmline.decisions.operating import Operating

ANY = "any"
"""Of a fact that fits whatever the customer wants."""


@dataclass(frozen=True, slots=True)
class Says:
    """One way to tell a fact, where `when` holds; None always does."""

    when: Condition | None
    say: Said


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One fact. `about` names what it belongs to, as flows, what they are wanted for, and articles do.

    `looks_up` is where it is looked up, None where the profile has it; `into` is what the answer is called. Of `says`
    the first whose condition holds tells it; `next` is what can be done about it.
    """

    name: str
    about: frozenset[str]
    environment: Environment
    says: tuple[Says, ...]
    when: Condition | None = None
    next: Said | None = None
    looks_up: Operating | None = None
    into: str = ""


@dataclass(frozen=True)
class KnownFacts:
    """All facts of one version of a business, in the order written. `asked` is what is seen before a look-up."""

    facts: tuple[KnownFact, ...]
    declared: Facts
    asked: Environment
    texts: tuple[Wording, ...] = ()
    """The sentences as they are written: what there is to translate."""
