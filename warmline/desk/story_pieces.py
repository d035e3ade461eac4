"""What stands around a story and is kept up to date with it: the head, the position, the notes."""

from collections.abc import Container, Sequence

from warmline.coaching.model import Noticed
from warmline.contacts.model import Story
from warmline.desk.coach_view import alert
from warmline.desk.contact_list import length, standing
from warmline.desk.desk import Desk
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.places import flow_title, place_in_words, queue_title
from warmline.desk.pushed import Shown
from warmline.desk.story_colleagues import among_colleagues
from warmline.desk.story_piece import ALERT, HEAD, NOTES, POSITION, piece
from warmline.desk.story_tried import attempts
from warmline.desk.story_view import learnt
from warmline.desk.wall_signs import signs_in
from warmline.events.model import Event
from warmline.flows.drawing.graph import around, graph_of
from warmline.flows.drawing.lines import Teller
from warmline.flows.drawing.svg import svg_of
from warmline.flows.model import BUILT_IN
from warmline.web.principal import Principal

Events = Sequence[tuple[int, Event]]


def standing_in(story: Story, by: Principal) -> str:
    """Who has a contact, as `standing` tells it; `wrap` if it has ended and `by` has to say what it was about."""
    now = standing(story.live, by)
    return "wrap" if now == "ended" and story.to_wrap_up_by == by.id else now


def pieces(
    desk: Desk,
    say: Language,
    by: Principal,
    story: Story,
    events: Events,
    noticed: Noticed,
    served: Container[str],
) -> list[Shown]:
    """All of them, as `by`, who serves some queues, sees them now."""
    return [
        _head(desk, say, by, story, noticed),
        _position(desk, say, story, events),
        among_colleagues(say, desk.book, by, served, story),
        *_alert(desk, say, story),
        piece(NOTES, 0, "contacts/notes_said.html", say=say, notes=story.notes, contact=story.live.contact),
    ]


def _head(desk: Desk, say: Language, by: Principal, story: Story, noticed: Noticed) -> Shown:
    live, now = story.live, max(say.now, story.live.contact.last)
    contact = live.contact
    queue = contact.owner.name if contact.owner.kind == "queue" else ""
    return piece(
        HEAD,
        contact.customer or 0,
        "contacts/head.html",
        say=say,
        live=live,
        contact=contact,
        standing=standing_in(story, by),
        queue=queue_title(desk.book, queue) if queue else "",
        waits=length(say, live.waiting_since) if live.waiting_since else "",
        lookers=desk.looking.others(contact.name, by),
        lasts=length(say, contact.started),
        wants=in_words(contact.wants),
        where=place_in_words(say, desk.book, live.where) if contact.state == "open" else "",
        signs=signs_in(say, noticed, noticed.need_at(now)) if contact.state == "open" else (),
    )


def _position(desk: Desk, say: Language, story: Story, events: Events) -> Shown:
    live, book = story.live, desk.book
    is_open = live.contact.state == "open"
    tried = attempts(say, book, story, events)
    named = {one.flow for one in tried}
    return piece(
        POSITION,
        0,
        "contacts/position.html",
        say=say,
        live=live,
        contact=live.contact,
        where=place_in_words(say, book, live.where) if is_open else "",
        picture=_picture(desk, say, live.where) if is_open else "",
        flow=live.where.partition("/")[0],
        wants=in_words(live.contact.wants),
        tried=tried,
        before=[flow_title(book, name) for name in story.tried if name not in named],
        facts=learnt(story),
        under_way=in_words(live.under_way),
        participants=[one for one in story.participants if not one.left],
        is_open=is_open,
        lasts=length(say, live.contact.started),
        summary=say.text(story.summary),
    )


def _alert(desk: Desk, say: Language, story: Story) -> list[Shown]:
    """What the customer says again, as long as nobody has taken it up."""
    again = alert(story, desk.business.languages[0])
    return [piece(ALERT, 0, "contacts/again.html", say=say, again=again)] if again else []


def _picture(desk: Desk, say: Language, where: str) -> str:
    """The part of the flow where the customer is."""
    name, _, step = where.partition("/")
    flow = desk.book.flows.get(name)
    if flow is None or name == BUILT_IN or step not in flow.steps:
        return ""
    near = around(graph_of(flow), step)
    teller = Teller(say=say.said, number=say.number, written=desk.business.languages[0])
    return svg_of(near, title=flow_title(desk.book, name), here=step, teller=teller, alone=False)
