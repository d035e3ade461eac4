"""Reasons: why a condition, a policy or an offer came to nothing, in words and as data."""

from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.errors import EvaluationError
from warmline.decisions.answers import Reason, because
from warmline.decisions.judging import Frames
from warmline.decisions.model import Policy
from warmline.decisions.wording.wordings import Wordings
from warmline.language.formats import Formats
from warmline.language.messages import message


class Explaining:
    """Reasons in the words of one business, for the facts of one moment."""

    def __init__(self, wordings: Wordings, frames: Frames, formats: Formats) -> None:
        self._wordings = wordings
        self._frames = frames
        self._formats = formats

    def not_held(self, policy: Policy, earlier: Policy | None = None) -> Reason:
        """Why a policy did not hold; `earlier` is the row of its table that held before it."""
        if earlier is not None:
            said = message("an earlier row of the table holds: %(row)s", row=earlier.name)
            return because("earlier_row", said, rule=f"table {policy.first_of}")
        assert policy.when is not None, "what has no condition holds"
        return self.not_so(policy.when, policy.environment)

    def not_so(self, condition: Condition, environment: Environment) -> Reason:
        """Why a condition did not hold."""
        try:
            why = self._wordings.why(condition, environment, self._frames.of(environment), self._formats)
        except Exception:  # noqa: BLE001 - that we lack words must not cost the event or the question
            return because("condition_false", "the condition does not hold", rule="condition")
        return because("condition_false", why.said, rule="condition", facts=why.facts, words=why.words)

    def failed(self, policy: Policy, error: EvaluationError) -> Reason:
        """What went wrong with the condition of a policy."""
        assert policy.when is not None, "what has no condition cannot fail"
        environment = policy.environment
        try:
            why = self._wordings.why_failed(
                error, policy.when.text, environment, self._frames.of(environment), self._formats
            )
        except Exception:  # noqa: BLE001 - as above
            return because("condition_failed", error.said, rule=f"policy {policy.name}")
        rule = f"policy {policy.name}"
        return because("condition_failed", why.said, rule=rule, facts=why.facts, words=why.words)


def not_found(error: EvaluationError, rule: str) -> Reason:
    """A number or a text that could not be made."""
    return because("condition_failed", message("it could not be judged: %(why)s", why=error.said), rule=rule)
