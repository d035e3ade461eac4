"""The directory of experts: who knows about what, as stated and as learnt, and who of them is free now."""

from collections.abc import Callable, Collection
from math import log2

from warmline.business.model import Business
from warmline.contacts import going_on
from warmline.flows.reading.section import FLOWS
from warmline.routing import learnt, repository
from warmline.routing.model import WORKS_WITH_CUSTOMERS, Agent, Expert, Stated, holds
from warmline.routing.presence import Presence
from warmline.routing.subjects import subject
from warmline.staff import repository as staff
from warmline.storage.port import Reader
from warmline.web.principal import Principal

LEARNT_FOR = 180 * 86_400_000_000
"""What was solved longer ago tells nothing of today, in microseconds."""
AS_GOOD_AS = 3.0
"""A stated skill weighs as much as seven solved contacts (log2 of one more)."""
AT_ONCE = 200


class Experts:
    """Who there is, and who of them knows about something. `clock` gives microseconds since 1970."""

    def __init__(
        self, presence: Presence, business: Callable[[], Business], clock: Callable[[], int]
    ) -> None:
        self._presence = presence
        self._business = business
        self._clock = clock

    def agents(self, reader: Reader) -> list[Agent]:
        """Everybody who works with customers, by name."""
        stated, has = repository.everybody(reader), going_on.each_has(reader)
        found = [
            self._agent(one, stated.get(one.id, Stated()), has.get(one.id, 0)) for one in _accounts(reader)
        ]
        return sorted(found, key=lambda agent: (agent.name.casefold(), agent.id))

    def agent(self, reader: Reader, who: str) -> Agent | None:
        """One of them; None for whoever does not work with customers."""
        account = staff.account(reader, who)
        if account is None or not account.active or account.role not in WORKS_WITH_CUSTOMERS:
            return None
        has = going_on.each_has(reader).get(who, 0)
        return self._agent(account.principal, repository.one(reader, who), has)

    def experts_for(
        self,
        reader: Reader,
        what: str,
        language: str = "",
        *,
        may: Callable[[Principal], bool] = lambda principal: True,
        besides: Collection[str] = (),
    ) -> list[Expert]:
        """Who knows about a reason, a queue or a skill: free ones first, those who know most first among them.

        With no `what` it is everybody. Who speaks `language` comes before who does not. `may` leaves out those who may
        not see the customer, `besides` some ids. Who is not there is listed, too, at the end: they can be asked later.
        """
        wanted = subject(FLOWS.of(self._business()), what)
        solved = learnt.solved(reader, wanted.reasons, self._clock() - LEARNT_FOR) if what else {}
        found = []
        for agent in self.agents(reader):
            if agent.id in besides or not may(agent.principal):
                continue
            one = Expert(
                agent=agent,
                stated=tuple(skill for skill in agent.skills if skill in wanted.skills),
                solved=solved.get(agent.id, 0),
                speaks=not language or _speaks(agent.languages, language),
            )
            if one.knows or not what:
                found.append(one)
        return sorted(found, key=_rank)

    def _agent(self, account: Principal, stated: Stated, has: int) -> Agent:
        state = holds(stated, there=self._presence.is_here(account.id), has=has)
        return Agent(
            principal=account,
            state=state,
            reason=stated.reason if state == stated.state else "",
            since=stated.since if state == stated.state else 0,
            skills=stated.skills,
            languages=stated.languages or (account.language,),
            capacity=stated.capacity,
            has=has,
        )


def _rank(one: Expert) -> tuple[object, ...]:
    agent = one.agent
    order = {"free": 0, "busy": 1, "break": 2, "away": 3}[agent.state]
    knows = (AS_GOOD_AS if one.stated else 0.0) + log2(1 + one.solved)
    says_nothing = not one.knows and not agent.skills  # where everybody is listed
    return (order, not one.speaks, -knows, says_nothing, agent.has, agent.name.casefold(), agent.id)


def _speaks(languages: Collection[str], language: str) -> bool:
    """Whether one of some languages is the one meant; the script of Chinese makes no difference to who listens.

    >>> _speaks(["zh-Hans"], "zh-Hant")
    True
    """
    return language.partition("-")[0] in {one.partition("-")[0] for one in languages}


def _accounts(reader: Reader) -> list[Principal]:
    """The active accounts that work with customers."""
    found: list[Principal] = []
    after = ""
    while page := staff.accounts(reader, after, AT_ONCE):
        after = page[-1].email
        found += [one.principal for one in page if one.active and one.role in WORKS_WITH_CUSTOMERS]
    return found
