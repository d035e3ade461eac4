"""How a contact begins: known as whoever its channel says, in their language, owned by the flow."""

from collections.abc import Callable, Sequence
from hashlib import sha256

import msgspec

from warmline.contacts import repository
from warmline.contacts.left_off import LeftBehind
from warmline.contacts.model import LONGEST_KEY, OWN, Channel
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import FLOW, Work
from warmline.events.model import Identifier
from warmline.flows.inputs import Began
from warmline.flows.session import Session
from warmline.storage.port import Reader, Transaction

LONGEST_LANGUAGE = 35


class Begin(msgspec.Struct, frozen=True, kw_only=True):
    """What a contact begins with, as `Talks.begin` describes it."""

    channel: Channel
    identifiers: tuple[Identifier, ...] = ()
    language: str = ""
    place: str = ""
    flow: str = ""
    browser_language: str = ""
    address: str = ""


class Beginning:
    """Begins contacts. `clock` gives microseconds since 1970."""

    def __init__(self, runner: Runner, whose: Whose, clock: Callable[[], int]) -> None:
        self._runner = runner
        self._whose = whose
        self._left_behind = LeftBehind(whose)
        self._clock = clock

    def begin(self, tx: Transaction, name: str, token: str, begin: Begin) -> Record:
        """Begin one within a command; the flow has said its first words then."""
        known = self._whose.normal(begin.identifiers) or (Identifier(OWN, name),)
        language = begin.language or self._language(tx, known, begin.browser_language)
        work = self._begun(tx, name, token, begin, known, language)
        work.address = begin.address
        resume = self._runner.versions.current.serving.resume
        # Who comes for one thing is not asked about another, which waits until they come for anything.
        left_off = None if begin.flow else self._left_behind.take(work, resume)
        self._runner.advance(work, Began(flow=begin.flow, left_off=left_off))
        self._runner.close(work)
        return work.record

    def _begun(
        self,
        tx: Transaction,
        name: str,
        token: str,
        begin: Begin,
        identifiers: tuple[Identifier, ...],
        language: str,
    ) -> Work:
        """A new contact, which the flow owns."""
        now, version = self._clock(), self._runner.versions.keep(tx)
        session = Session(
            contact=name, version=version.business.version, channel=begin.channel, language=language
        )
        record = Record(
            id=0,
            name=name,
            channel=begin.channel,
            place=begin.place[:LONGEST_KEY],
            state="open",
            outcome="",
            owner=FLOW,
            owned_by="",
            version=1,
            language=language,
            level=0,
            wants="",
            summary="",
            case="",
            started=now,
            last=now,
            ended=0,
            due=None,
            waiting_since=0,
            waited=0,
            taken_at=0,
            turns=0,
            events=0,
            cause="",
            asks_secret=False,
            asks_number=False,
            business=version.business.version,
            session=session,
            effects=[],
            resumable=False,
            identifiers=identifiers,
        )
        repository.add(tx, record, hashed(token))
        work = self._runner.work(tx, record)
        work.put(
            "contact.started", {"direction": "inbound", "to": record.place or None, "language": language}
        )
        return work

    def _language(self, reader: Reader, identifiers: tuple[Identifier, ...], browser: str) -> str:
        """The language to begin in: the customer's own, the browser's, else the first of the business."""
        spoken = self._runner.versions.current.business.languages
        facts = self._whose.facts(reader, identifiers, self._clock())
        own = self._whose.customer(reader, identifiers) is not None and facts("language")
        for wanted in (own, browser[:LONGEST_LANGUAGE]):
            if wanted and (found := _nearest(str(wanted), spoken)):
                return found
        return spoken[0]


def hashed(token: str) -> bytes:
    """What is stored of a token: a plain hash will do for 256 random bits."""
    return sha256(token.encode()).digest()


def _nearest(wanted: str, spoken: Sequence[str]) -> str:
    """The language of the business that a tag, or a browser's list of them, asks for first; "" for none."""
    for part in wanted.replace("_", "-").split(","):
        tag = part.split(";")[0].strip().casefold()
        exact = [one for one in spoken if one.casefold() == tag]
        near = [one for one in spoken if one.casefold().split("-")[0] == tag.split("-")[0]]
        if tag and (exact or near):
            return (exact or near)[0]
    return ""
