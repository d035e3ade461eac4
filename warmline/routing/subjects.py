"""What belongs together of what people can know: a reason for contacts, its queue, the skills for that."""

import msgspec

from warmline.flows.model import Book


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one may know about: skills that say so, reasons of contacts in which it shows."""

    skills: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()


def subject(book: Book, what: str) -> Subject:
    """The subject of a reason, a queue or a skill, as the flows of the business connect them.

    A reason stands for itself and for the queue that its flows hand over to; a queue for all reasons that come to it.
    """
    if not what:
        return Subject()
    queues = {flow.queue for flow in book.flows.values() if flow.wants == what and flow.queue}
    reasons = {what}
    if what in book.service.queues:
        queues.add(what)
        reasons |= {flow.wants for flow in book.flows.values() if flow.queue == what and flow.wants}
    asked = {skill for queue in queues if (one := book.service.queues.get(queue)) for skill in one.skills}
    return Subject(skills=frozenset({what, *queues, *asked}), reasons=frozenset(reasons))


def known_skills(book: Book) -> list[str]:
    """What can be stated of people without inventing words: queues, their skills, reasons of contacts."""
    queues = book.service.queues
    asked = {skill for queue in queues.values() for skill in queue.skills}
    return sorted({*queues, *asked, *(flow.wants for flow in book.flows.values() if flow.wants)})
