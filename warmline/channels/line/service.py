"""A call behind its routes: dialled, talked on, hung up."""

from collections.abc import Callable, Sequence

from warmline.business.model import Business
from warmline.channels.chat.languages import matching
from warmline.channels.line.errors import UnknownLanguage, WrongNumber
from warmline.channels.line.model import Call, Dial, Entry, Heard
from warmline.channels.rendering.entered import keyed, written
from warmline.channels.rendering.plain import plain
from warmline.channels.rendering.spoken import spoken
from warmline.channels.talking import Talking
from warmline.contacts.errors import UnknownContact
from warmline.contacts.model import Channel, Contact, Given, Turn
from warmline.events.model import Identifier
from warmline.flows.inputs import Said, Silence
from warmline.flows.prompts import Prompt
from warmline.language.words import Words

PHONE = "phone"
"""The type of the identifier that a caller's number is."""
KEYS = frozenset("0123456789*#")
LOOKED_BACK = 10
"""Turns among which the latest prompt is looked for."""


class Line:
    """Calls from this machine. `number` brings a telephone number to its one spelling, or finds that it is none."""

    def __init__(
        self, talks: Talking, business: Callable[[], Business], number: Callable[[str], str | None]
    ) -> None:
        self.talks = talks
        self._business = business
        self._number = number

    async def dial(self, dial: Dial) -> Call:
        """A new call, with what is said first. Raises WrongNumber, UnknownLanguage."""
        language = self._language(dial.language)
        begun = await self.talks.begin(
            dial.channel, identifiers=self._caller(dial.caller), language=language, flow=dial.flow
        )
        return await self.after(begun.contact, 0)

    async def contact(self, name: str) -> Contact:
        """A call by its name. Raises UnknownContact, for contacts of other channels, too."""
        found = await self.talks.contact(name)
        if found.channel not in ("phone", "text"):
            raise UnknownContact
        return found

    async def enter(self, name: str, entry: Entry) -> Call:
        """Take what the caller keyed, said or wrote: as an answer to the question that they have heard."""
        contact = await self.contact(name)
        turns = await self.talks.turns(name, max(0, contact.turns - LOOKED_BACK))
        asked = _asked([turn for turn in turns if turn.number <= entry.after]) or _asked(turns)
        await self.talks.take(name, given(contact.channel, asked, entry.entry), entry.key, seen=entry.after)
        return await self.after(await self.talks.contact(name), entry.after)

    async def after(self, contact: Contact, number: int) -> Call:
        """Where a call stands, with its turns behind a number."""
        turns = await self.talks.turns(contact.name, number)
        latest = turns or await self.talks.turns(contact.name, max(0, contact.turns - 1))
        return Call(
            contact=contact.name,
            channel=contact.channel,
            state=contact.state,
            owner=contact.owner.kind,
            language=contact.language,
            count=contact.turns,
            turns=[
                heard(turn, contact.channel, goes_on=after is not None and after.by == "flow")
                for turn, after in zip(turns, [*turns[1:], None], strict=False)
            ],
            is_asked=contact.state == "ended" or contact.owner.kind != "flow" or _asks(latest),
            agent=contact.agent if contact.owner.kind == "staff" else "",
            position=contact.position,
            minutes=contact.minutes,
            outcome=contact.outcome,
        )

    def _caller(self, number: str) -> tuple[Identifier, ...]:
        if not number.strip():
            return ()
        clean = self._number(number)
        if clean is None:
            raise WrongNumber(number)
        return (Identifier(PHONE, clean, verified=True),)

    def _language(self, wanted: str) -> str:
        if not wanted:
            return ""
        spoken_here = self._business().languages
        found = matching(wanted, spoken_here)
        if not found:
            raise UnknownLanguage(wanted, spoken_here)
        return found


def heard(turn: Turn, channel: Channel, *, goes_on: bool = False) -> Heard:
    """A turn as a phone would speak it, or a text message hold it; `goes_on` at once with another prompt.

    What the system noted for staff is empty to the caller: it has no prompt, and what all of us tell them has one.
    """
    prompt = turn.prompt
    text = "" if turn.by == "system" else turn.text or turn.keys
    if prompt is not None:
        words = Words(prompt.language)
        is_phone = channel == "phone"
        only_said = (goes_on or turn.by == "system") and not _asks([turn])
        text = spoken(prompt, words, goes_on=only_said) if is_phone else "\n".join(plain(prompt, words))
    return Heard(number=turn.number, by=turn.by, text=text, name=turn.name, language=turn.language)


def given(channel: Channel, prompt: Prompt | None, entry: str) -> Given:
    """What an entry is: keys or words on the phone, a line in a message; nothing at all is silence."""
    if not entry.strip():
        return Silence()
    words = Words(prompt.language if prompt is not None else "")
    if channel == "text":
        return written(prompt, entry, words)
    keys = entry.replace(" ", "")
    return keyed(prompt, keys, words) if set(keys) <= KEYS else Said(text=entry)


def _asked(turns: Sequence[Turn]) -> Prompt | None:
    """The latest prompt that asks something; several may stand behind each other."""
    prompts = [turn.prompt for turn in turns if turn.prompt is not None]
    asking = [one for one in prompts if one.field is not None or one.options]
    return asking[-1] if asking else None


def _asks(turns: Sequence[Turn]) -> bool:
    """Whether the last thing said was a question of the flow."""
    prompt = turns[-1].prompt if turns else None
    return prompt is not None and prompt.asks
