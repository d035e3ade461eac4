"""Views of the wall: somebody's own filters by a name, kept for their account."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.desk.conftest import Visitor
from tests.desk.wall import serving
from tests.server import Server
from warmline.desk.wall_views import MOST

Visit = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("views")) as server:
        yield server


def views(visitor: Visitor, query: str = "") -> list[tuple[str, str]]:
    """The views that are offered on a wall: address and name."""
    page = visitor.get(f"/contacts{query}").text
    return re.findall(r'class="saved" href="/contacts\?([^"]*)"[^>]*><bdi>([^<]*)</bdi>', page)


def test_a_filter_is_saved_by_a_name_and_is_ones_own(visit: Visit) -> None:
    ana, ben = visit("ana"), visit("ben")
    assert "Save as a view" not in ana.get("/contacts").text
    assert "Save as a view" in ana.get("/contacts?language=th").text
    saved = ana.post("/contacts/views", {"name": "  Thai   chats ", "language": "th", "channel": "chat"})
    assert saved.headers["location"] == "/contacts?language=th&channel=chat"
    assert views(ana) == [("language=th&amp;channel=chat", "Thai chats")]
    assert views(ben) == []
    page = ana.get("/contacts?language=th&channel=chat").text
    assert "Remove this view" in page
    assert "Save as a view" not in page
    ana.post("/contacts/views", {"name": "Thai chats", "language": "th"})  # of the same name: replaced
    assert views(ana) == [("language=th", "Thai chats")]
    ana.post("/contacts/views", {"remove": "Thai chats"})
    ana.post("/contacts/views", {"remove": "Thai chats"})
    assert views(ana) == []


def test_words_that_were_searched_for_are_not_kept(visit: Visit) -> None:
    ana = visit("ana")
    ana.post("/contacts/views", {"name": "Zeb", "language": "th", "q": "zebulon"})
    assert views(ana) == [("language=th", "Zeb")]
    refused = ana.post("/contacts/views", {"name": "Only words", "q": "zebulon"})
    assert refused.status_code == 400
    assert "A view without a filter is the wall itself." in refused.text
    ana.post("/contacts/views", {"remove": "Zeb"})


def test_what_cannot_be_saved_is_told(visit: Visit) -> None:
    ben = visit("ben")
    refused = ben.post("/contacts/views", {"name": " ", "language": "th"})
    assert refused.status_code == 400
    assert "Give it a short name" in refused.text
    for number in range(MOST):
        ben.post("/contacts/views", {"name": f"<b>{number}</b>", "language": "th"})
    assert len(re.findall("data-view=", ben.get("/contacts").text)) == MOST
    assert "<b>0</b>" not in ben.get("/contacts").text
    refused = ben.post("/contacts/views", {"name": "one more", "language": "th"})
    assert refused.status_code == 409
    assert "Remove one" in refused.text
    assert ben.post("/contacts/views", {"name": "<b>0</b>", "channel": "chat"}).status_code == 303
