"""What can go wrong when decisions are asked for.

DecisionError
├── UnknownDecision     there is no such decision, or it is about somebody outside of the scopes
├── NotOffered          the decision did not choose this offer
├── NoLongerStands      the offer was accepted after its time
├── UnknownPolicy       the business has no such policy
└── NotLoaded           the folder that is to be tried out has problems; `problems` lists them
"""

from warmline.business.model import Problem
from warmline.language.messages import Told, message


class DecisionError(Told):
    """Something asked of decisions cannot be done. `remedy` says what to do."""


class UnknownDecision(DecisionError):
    """There is no such decision, or it is not for who asks."""

    remedy = "Give the id that POST /api/decide answered."


class NotOffered(DecisionError):
    """The decision did not choose this offer."""

    remedy = "Report what became of an offer under the decision that chose it."


class NoLongerStands(DecisionError):
    """The offer was valid until a time that has passed."""

    remedy = "Ask again what would help; it may be offered anew."


class UnknownPolicy(DecisionError):
    """The business in use has no such policy."""

    remedy = "GET /api/policies lists them."


class NotLoaded(DecisionError):
    """What is to be tried out cannot be loaded."""

    remedy = "Mend these, then try again; `warmline check` shows them all."

    def __init__(self, problems: list[Problem]) -> None:
        refused = [problem for problem in problems if problem.level == "problem"]
        told = "; ".join(f"{problem.place} {problem.what}" for problem in refused[:5])
        super().__init__(message("%(problems)s", problems=told))
        self.problems = problems
