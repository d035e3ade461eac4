"""Reasons: why a condition, a policy or an offer came to nothing, in words and as data."""

from warmline.decisions.answers import Reason
from warmline.decisions.conditions.condition import Condition
from warmline.decisions.conditions.environment import Environment, Frame
from warmline.decisions.conditions.errors import EvaluationError
from warmline.decisions.judging import Frames
from warmline.decisions.model import Policy


def why_not_held(policy: Policy, frames: Frames, earlier: Policy | None = None) -> Reason:
    """Why a policy did not hold; `earlier` is the row of its table that held before it."""
    if earlier is not None:
        words = f"an earlier row of the table holds: {earlier.name}"
        return Reason(code="earlier_row", words=words, rule=f"table {policy.first_of}")
    assert policy.when is not None, "what has no condition holds"
    return not_so(policy.when, policy.environment, frames.of(policy.environment))


def not_so(condition: Condition, environment: Environment, frame: Frame) -> Reason:
    """Why a condition did not hold."""
    return Reason(code="condition_false", words=f"not so: {condition.text}", rule="condition")


def failed(error: EvaluationError, rule: str) -> Reason:
    """What went wrong with a condition or a number."""
    return Reason(code="condition_failed", words=f"it could not be judged: {error.what}", rule=rule)
