"""Reasons: why a condition, a policy or an offer came to nothing, in words and as data."""

from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.errors import EvaluationError
from warmline.decisions.answers import Reason
from warmline.decisions.judging import Frames
from warmline.decisions.model import Policy
from warmline.decisions.wording.wordings import Why, Wordings
from warmline.language.formats import Formats


class Explaining:
    """Reasons in the words of one business, for the facts of one moment."""

    def __init__(self, wordings: Wordings, frames: Frames, formats: Formats) -> None:
        self._wordings = wordings
        self._frames = frames
        self._formats = formats

    def not_held(self, policy: Policy, earlier: Policy | None = None) -> Reason:
        """Why a policy did not hold; `earlier` is the row of its table that held before it."""
        if earlier is not None:
            words = f"an earlier row of the table holds: {earlier.name}"
            return Reason(code="earlier_row", words=words, rule=f"table {policy.first_of}")
        assert policy.when is not None, "what has no condition holds"
        return self.not_so(policy.when, policy.environment)

    def not_so(self, condition: Condition, environment: Environment) -> Reason:
        """Why a condition did not hold."""
        try:
            why = self._wordings.why(condition, environment, self._frames.of(environment), self._formats)
        except Exception:  # noqa: BLE001 - that we lack words must not cost the event or the question
            why = Why(words="the condition does not hold")
        return Reason(code="condition_false", words=why.words, rule="condition", facts=why.facts)

    def failed(self, policy: Policy, error: EvaluationError) -> Reason:
        """What went wrong with the condition of a policy."""
        assert policy.when is not None, "what has no condition cannot fail"
        environment = policy.environment
        try:
            why = self._wordings.why_failed(
                error, policy.when.text, environment, self._frames.of(environment), self._formats
            )
        except Exception:  # noqa: BLE001 - as above
            why = Why(words=error.what)
        rule = f"policy {policy.name}"
        return Reason(code="condition_failed", words=why.words, rule=rule, facts=why.facts)


def not_found(error: EvaluationError, rule: str) -> Reason:
    """A number or a text that could not be made."""
    return Reason(code="condition_failed", words=f"it could not be judged: {error.what}", rule=rule)
