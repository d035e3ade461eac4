"""Where a customer is in self-service, in words; what queues and flows are called."""

from warmline.desk.gist_care import sentence
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.flows.model import BUILT_IN, CALLBACK, HANDOVER, Book
from warmline.language.messages import marked

_BUILT_IN = marked(
    {
        HANDOVER: "being connected with a person",
        CALLBACK: "arranging a callback",
        "language": "choosing a language",
        "resume": "asked whether to go on",
    }
)


def place_in_words(say: Language, book: Book, where: str) -> str:
    """Where somebody is: `bill/explain` is "Your bill · explain"; "" for nowhere."""
    flow, _, step = where.partition("/")
    if flow == BUILT_IN:
        return sentence(say.text(_BUILT_IN[step])) if step in _BUILT_IN else ""
    return " · ".join(part for part in (flow_title(book, flow), in_words(step)) if part)


def flow_title(book: Book, name: str) -> str:
    """What a flow is called, as it is written in the business; its name in words where it has no title."""
    flow = book.flows.get(name)
    if flow is not None and flow.title is not None:
        return str(flow.title)
    return sentence(in_words(name))


def queue_title(book: Book, name: str) -> str:
    """What a queue is called."""
    queue = book.service.queues.get(name)
    return str(queue.title) if queue is not None else sentence(in_words(name))


def flow_titles(book: Book) -> dict[str, str]:
    """The flows of the business, by name."""
    return {name: flow_title(book, name) for name in book.flows if name != BUILT_IN}


def queue_titles(book: Book) -> dict[str, str]:
    """The queues of the business, by name."""
    return {name: queue_title(book, name) for name in book.service.queues}


def reasons(book: Book) -> list[str]:
    """What customers can want, as flows name it."""
    return sorted({flow.wants for flow in book.flows.values() if flow.wants})
