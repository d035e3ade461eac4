"""Two conditions beside each other: whether they exclude each other, whether one follows from the other."""

from collections.abc import Sequence

from warmline.conditions.checking import check
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.parsing import parse
from warmline.decisions.overlap.branches import Branch, both, branches

Ways = Sequence[Branch]
"""All the ways in which a condition can hold."""
ALWAYS: Ways = ({},)


def ways(condition: Condition | None, environment: Environment) -> Ways:
    """The ways in which a condition of an environment can hold; None holds always."""
    if condition is None:
        return ALWAYS
    tree = parse(condition.text)
    check(tree, condition.text, environment)
    return branches(tree)


def exclude_each_other(one: Ways, other: Ways) -> bool:
    """Whether it is proved that both never hold for the same facts."""
    return all(both(first, second) is None for first in one for second in other)


def follows(one: Ways, other: Ways) -> bool:
    """Whether it is proved that `other` holds wherever `one` does."""
    return all(any(_within(first, second) for second in other) for first in one)


def _within(one: Branch, other: Branch) -> bool:
    return all(key in one and one[key].within(domain) for key, domain in other.items())
