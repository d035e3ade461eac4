"""Fills the port by which sessions find out who somebody is: by what the channel knows, or by an account number."""

from warmline.contacts.ports import Answer, Asker, Recognised
from warmline.contacts.whose import Whose
from warmline.events.model import Identifier
from warmline.flows.effects import CheckKnowledge, Identify
from warmline.storage.port import Transaction

NOT_FOUND = Recognised(answer=Answer(outcome="refused", why="not_found"))
ACCOUNT = "account"


class Recognition:
    """Recognises customers; nobody can prove yet who they are."""

    def __init__(self, whose: Whose) -> None:
        self._whose = whose

    def identify(self, tx: Transaction, asker: Asker, effect: Identify, now: int) -> Recognised:
        """Find out who it is."""
        if effect.by == "channel":
            declared = [one for one in asker.identifiers if self._whose.says_who(one)]
            return Recognised(answer=Answer(outcome="ok")) if declared and asker.customer else NOT_FOUND
        for said in effect.answers.get(ACCOUNT, ()):
            named = self._whose.normal((Identifier(ACCOUNT, said),))
            if named and self._whose.customer(tx, named) is not None:
                return Recognised(answer=Answer(outcome="ok"), identifiers=named)
        return NOT_FOUND

    def send_code(self, tx: Transaction, asker: Asker, key: str, now: int) -> Answer:
        """Refused: there is nothing to send it with."""
        return Answer(outcome="refused", why="no_address")

    def check_code(self, tx: Transaction, asker: Asker, entered: str, now: int) -> Recognised:
        """Refused: no code was sent."""
        return Recognised(answer=Answer(outcome="refused", why="expired"))

    def check_knowledge(self, tx: Transaction, asker: Asker, effect: CheckKnowledge, now: int) -> Recognised:
        """Refused."""
        return Recognised(answer=Answer(outcome="refused", why="wrong"))
