"""The directory of experts on a screen: who knows what, who is free, drawn alike when loaded and pushed."""

from collections.abc import Mapping
from hashlib import blake2b

from warmline.desk.desk import Desk
from warmline.desk.gist_dialogue import in_words
from warmline.desk.gist_staff import state_in_words
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.places import reasons
from warmline.desk.pushed import Drawn, Shown
from warmline.desk.templates import render
from warmline.log import repository as log
from warmline.routing import repository
from warmline.routing.experts import LEARNT_FOR
from warmline.routing.model import Expert
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

MOST_LEARNT = 5
"""What somebody has solved is told for so many reasons, the most frequent first."""


def expert_rows(
    desk: Desk, reader: Reader, by: Principal, say: Language, what: str, language: str
) -> list[Shown]:
    """One row for each expert, those first who can help now."""
    learnt = learnt_by(desk, reader)
    found = desk.routing.experts.experts_for(reader, what, language)
    return [_row(say, by, one, learnt.get(one.agent.id, {})) for one in found]


def learnt_by(desk: Desk, reader: Reader) -> dict[str, dict[str, int]]:
    """How many contacts everybody has solved, by what they were about.

    Everybody may read it, so that it is told by reasons that the business names alone: one in somebody's own words may
    tell of a customer whom the reader may not see.
    """
    named = set(reasons(desk.book))
    learnt = repository.solved_by(reader, desk.clock() - LEARNT_FOR)
    return {
        who: {reason: number for reason, number in solved.items() if reason in named}
        for who, solved in learnt.items()
    }


def _row(say: Language, by: Principal, one: Expert, learnt: Mapping[str, int]) -> Shown:
    agent = one.agent
    solved = [(in_words(reason), say.number(number)) for reason, number in list(learnt.items())[:MOST_LEARNT]]
    inner = render(
        "agents/row.html",
        say=say,
        agent=agent,
        state=state_in_words(say, agent.state, agent.reason),
        since=say.clock(agent.since) if agent.since and agent.state in ("break", "busy") else "",
        solved=solved,
        speaks=[say.language(tag) for tag in agent.languages],
        is_me=agent.id == by.id,
        may_state=by.administrator or by.role is Role.LEAD,
    )
    place, mark = _place(agent.id), blake2b(inner.encode(), digest_size=6).hexdigest()
    html = render("notices/item.html", place=place, mark=mark, inner=inner)
    return Shown(seq=place, mark=mark, html=html, customer=0)


def _place(who: str) -> int:
    """A number for a row that is always the same for one member of staff."""
    return int.from_bytes(blake2b(who.encode(), digest_size=6).digest()) + 1


class LiveExperts:
    """The directory on one screen."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES
    detail = "experts"

    def __init__(self, desk: Desk, what: str, language: str) -> None:
        self._desk = desk
        self._what = what
        self._language = language

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The directory as it is now."""
        rows = expert_rows(self._desk, reader, by, say, self._what, self._language)
        return Drawn(rows, log.head(reader), sorted=True)
