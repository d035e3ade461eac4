"""The chat behind its routes: begins contacts, takes inputs, shows what was said."""

import asyncio
import ipaddress
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from warmline.business.model import Business
from warmline.channels.chat import visitors
from warmline.channels.chat.errors import FilesNotTaken, TokenNeeded, UnknownWebsite, WrongInput
from warmline.channels.chat.files import Files, Kept
from warmline.channels.chat.languages import accepted, matching
from warmline.channels.chat.listeners import Listeners
from warmline.channels.chat.model import Begin, ContactView, FileView, GivenInput, Now, TurnView, Visitor
from warmline.channels.declared import CHANNELS, Channels, Kiosk, Website, is_flow
from warmline.channels.rendering.kiosk import step
from warmline.channels.rendering.screen import screen
from warmline.channels.talking import Talking
from warmline.contacts.errors import Ended, TooFast
from warmline.contacts.model import Attached, Channel, Contact, Given, Turn
from warmline.events.model import Identifier
from warmline.flows.inputs import Asked, Chose, Keyed, Said, Silence
from warmline.language.messages import message
from warmline.language.words import Words
from warmline.web.limits import RateLimiter

ATTACHED_A_SECOND, ATTACHED_AT_ONCE = 256 * 1024, 40 * 1024 * 1024
"""Bytes of files that one address may send."""
FIRST_TURNS = 6
"""First words come within so many turns."""
MOST_HEARD = 10_000
"""Contacts of which it is remembered that their first words were looked at, or are still to come."""
SURE = 0.5
"""How sure the language of first words must be, for the chat to change to it."""

Detect = Callable[[str, tuple[str, ...], str], tuple[str, float]]
"""The language of a text among some, for somebody who is spoken to in one of them, and how sure that is."""

V = TypeVar("V")

KnownAs = Callable[[str, str], Awaitable[str]]
"""The identifier, of a type, of the customer whose own page was opened with a pass; "" for none."""


class Chat:
    """What customers can do in a chat or at a kiosk. `origins` are further addresses of our own pages.

    `detect` finds out in which language first words are, `known_as` whose own page a chat stands on. `monotonic`
    gives seconds that only go forward, `clock` seconds since 1970.
    """

    def __init__(
        self,
        talks: Talking,
        files: Files,
        business: Callable[[], Business],
        environment: Mapping[str, str],
        *,
        origins: tuple[str, ...] = (),
        detect: Detect | None = None,
        known_as: KnownAs | None = None,
        listeners: Listeners | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.talks = talks
        self.files = files
        self.origins = origins
        self.listeners = listeners or Listeners()
        self._business = business
        self._environment = environment
        self._detect = detect
        self._known_as = known_as
        self._clock = clock
        self._heard: dict[str, None] = {}  # contacts whose first words were looked at, the latest last
        self._silent: dict[str, str] = {}  # the languages of those begun here in which nothing was given yet
        self._attaching = RateLimiter(ATTACHED_A_SECOND, ATTACHED_AT_ONCE, monotonic)

    @property
    def channels(self) -> Channels:
        """What the business declares now."""
        return CHANNELS.of(self._business())

    @property
    def business(self) -> Business:
        """The business as it is now."""
        return self._business()

    def website(self, name: str) -> Website:
        """A declared website. Raises UnknownWebsite."""
        if (found := self.channels.websites.get(name)) is None:
            raise UnknownWebsite(name)
        return found

    def kiosk(self, place: str) -> Kiosk:
        """A declared kiosk. Raises UnknownWebsite."""
        if (found := self.channels.kiosks.get(place)) is None:
            raise UnknownWebsite(place)
        return found

    def language(self, wanted: str, accept_language: str) -> str:
        """A language of the business: the one wanted, what the browser asks for, or the first."""
        spoken = self._business().languages
        return matching(wanted, spoken) or accepted(accept_language, spoken) or spoken[0]

    async def begin(self, begin: Begin, accept_language: str, address: str) -> Now:
        """A new contact, with its first turns. Raises UnknownWebsite, WrongInput, TooFast."""
        kiosk = self.kiosk(begin.place) if begin.place else None
        website = None if kiosk else self.website(begin.website)
        business = self._business()
        if begin.flow and not is_flow(business, begin.flow):
            raise WrongInput(message("There is no flow '%(flow)s'.", flow=begin.flow[:60]))
        spoken = business.languages
        begun = await self.talks.begin(
            "kiosk" if kiosk else "chat",
            identifiers=await self._identifiers(begin.visitor, website) if website else (),
            language=matching(begin.language, spoken) if begin.language else "",
            place=begin.place or begin.website,
            flow=begin.flow or (kiosk.flow if kiosk else ""),
            browser_language="" if kiosk else accepted(accept_language, spoken),
            address=limited(address),
        )
        _keep(self._silent, begun.contact.name, begun.contact.language)
        return await self.now(begun.contact, 0, token=begun.token)

    async def _identifiers(self, visitor: Visitor, website: Website) -> tuple[Identifier, ...]:
        """Who a visitor is: whose own page it is, or whom the site has signed in; nothing for everybody else."""
        if not visitor.page:
            return visitors.identified(visitor, website, self._environment, self._clock())
        known = await self._known_as(visitor.page, website.type) if self._known_as and website.type else ""
        return (Identifier(website.type, known, verified=True),) if known else ()

    async def resume(self, contact: str, token: str) -> Contact:
        """The contact, if whoever asks began it. Raises TokenNeeded, UnknownContact."""
        if not token:
            raise TokenNeeded
        return await self.talks.resume(contact, token)

    async def take(self, contact: str, token: str, given: GivenInput, address: str = "") -> Now:
        """Take an input. Raises TokenNeeded, WrongInput, and what contacts refuse it for."""
        if not token:
            raise TokenNeeded
        if not 1 <= len(given.key) <= 200:
            raise WrongInput("An input needs a key of its own, of 200 characters at most.")
        taken = self._input(given)
        language = self._silent.pop(contact, "")
        if isinstance(taken, Said):
            await self._follow_language(contact, token, taken.text, given, language)
        told = await self.talks.exchange(
            contact,
            token,
            taken,
            given.key,
            after=given.after,
            seen=given.seen,
            address=limited(address),
        )
        if isinstance(taken, Said):
            _keep(self._heard, contact, None)
        return await self._now(told.contact, told.turns)

    def admit_files(self, contact: Contact) -> None:
        """Refuse files where none are taken: at kiosks, and on websites that say so. Raises FilesNotTaken."""
        websites = self.channels.websites
        # A website that is not declared any more says nothing: then each of the others has to agree.
        asked = [websites[contact.place]] if contact.place in websites else list(websites.values())
        if contact.channel != "chat" or not all(website.files for website in asked):
            raise FilesNotTaken

    async def attach(
        self, contact: Contact, title: str, content: bytes, key: str, after: int, address: str = ""
    ) -> Now:
        """Take a file, for people alone: the customer's turn is its title.

        Raises FileRefused, WrongInput, TooFast, Ended.
        """
        self.admit_files(contact)
        if not 1 <= len(key) <= 190:
            raise WrongInput("A file needs a key of its own, of 190 characters at most.")
        if contact.state == "ended":
            raise Ended
        if (who := limited(address)) and (wait := self._attaching.take(who, len(content))):
            raise TooFast(wait)
        kept = await asyncio.to_thread(self.files.keep, contact.name, title, content, key)
        self._silent.pop(contact.name, None)
        with self.files.placing(contact.name, kept) as place:
            await self.talks.take(contact.name, Attached(title=kept.title), f"file:{key}", at_turn=place)
        return await self.now(await self.talks.contact(contact.name), after)

    async def now(
        self, contact: Contact, after: int, *, token: str = "", typing: tuple[str, ...] = ()
    ) -> Now:
        """Where a contact stands, and its turns behind number `after`."""
        turns = await self.talks.turns(contact.name, after) if contact.turns > after else []
        return await self._now(contact, turns, token=token, typing=typing)

    async def _now(
        self, contact: Contact, turns: list[Turn], *, token: str = "", typing: tuple[str, ...] = ()
    ) -> Now:
        said = any(turn.by in ("customer", "agent") for turn in turns)
        is_attached = said and self.files.has_any(contact.name)
        attached = await asyncio.to_thread(self.files.of, contact.name) if is_attached else []
        files = {one.turn: one for one in attached if one.turn}
        return Now(
            contact=view(contact),
            turns=[shown(turn, contact.channel, files.get(turn.number)) for turn in turns],
            typing=list(typing),
            token=token,
        )

    async def _follow_language(
        self, contact: str, token: str, text: str, given: GivenInput, spoken: str
    ) -> None:
        """Change to the language of somebody's first words, if it is clearly another one.

        `spoken` is what is spoken where nothing was said or chosen before, "" where that has to be looked up.
        """
        if self._detect is None or given.after > FIRST_TURNS or contact in self._heard:
            return
        if not spoken:
            told = await self.talks.look(contact, token)
            if told.contact.turns <= FIRST_TURNS and all(turn.by != "customer" for turn in told.turns):
                spoken = told.contact.language
        if spoken:
            tag, sure = await asyncio.to_thread(self._detect, text, self._business().languages, spoken)
            if sure >= SURE and tag and tag != spoken:
                await self.talks.resume(contact, token)
                asked = Asked(what="language", language=tag)
                await self.talks.take(contact, asked, f"language:{given.key}"[:200])

    def _input(self, given: GivenInput) -> Given:
        match given.kind:
            case "said" if given.text.strip():
                return Said(text=given.text)
            case "chose" if given.option:
                return Chose(option=given.option)
            case "keyed" if given.keys:
                return Keyed(keys=given.keys)
            case "asked" if given.what == "language":
                tag = matching(given.language, self._business().languages)
                if given.language and not tag:
                    raise WrongInput(
                        message(
                            "The language '%(language)s' is not spoken here.", language=given.language[:40]
                        )
                    )
                return Asked(what="language", language=tag)
            case "asked" if given.what:
                return Asked(what=given.what)
            case "silence":
                return Silence()
        raise WrongInput(message("An input of the kind '%(kind)s' lacks what it needs.", kind=given.kind))


def _keep(known: dict[str, V], name: str, value: V) -> None:
    """Remember something of a contact, and forget what is remembered longest."""
    known[name] = value
    while len(known) > MOST_HEARD:
        del known[next(iter(known))]


def view(contact: Contact) -> ContactView:
    """A contact as its customer sees it; which queue or who exactly is not theirs to know."""
    return ContactView(
        name=contact.name,
        state=contact.state,
        owner=contact.owner.kind,
        language=contact.language,
        turns=contact.turns,
        agent=contact.agent if contact.owner.kind == "staff" else "",
        position=contact.position,
        minutes=contact.minutes,
    )


def shown(turn: Turn, channel: Channel, file: Kept | None = None) -> TurnView:
    """A turn as the customer sees it on this channel; what the system noted for staff is empty to them."""
    prompt = turn.prompt
    words = Words(prompt.language) if prompt else None
    at_kiosk = channel == "kiosk"
    return TurnView(
        number=turn.number,
        at=turn.at,
        by=turn.by,
        text=turn.text if turn.by != "system" else "",
        keys=turn.keys,
        name=turn.name,
        language=turn.language,
        screen=screen(prompt, words) if prompt and words and not at_kiosk else None,
        step=step(prompt, words) if prompt and words and at_kiosk else None,
        file=FileView(file=file.file, title=file.title, type=file.type, bytes=file.bytes) if file else None,
    )


def limited(address: str) -> str:
    """The address whose haste is limited; "" for a program on this machine, which nobody else can be.

    A proxy on this machine hides who asks, so that it must be named in the settings.
    """
    try:
        return "" if ipaddress.ip_address(address).is_loopback else address
    except ValueError:
        return address
