"""Text messages that come in: who brings them, whose they are, what they answer."""

import asyncio
from collections.abc import Callable, Mapping

from warmline.business.model import Business
from warmline.channels.chat.service import SURE, Detect
from warmline.channels.declared import CHANNELS
from warmline.channels.declared_texts import Texts
from warmline.channels.rendering.entered import written
from warmline.channels.talking import Corresponding
from warmline.channels.texts.admission import is_admitted
from warmline.channels.texts.errors import NoSecret, NotAdmitted, UnknownTexts, WrongMessage
from warmline.channels.texts.model import Receipt, read
from warmline.contacts.model import Given
from warmline.events.model import Identifier
from warmline.flows.prompts import Prompt
from warmline.language.fillers import is_only_fillers
from warmline.language.words import Words

PHONE = "phone"
"""The type of the identifier that a number is."""


class TextMessages:
    """Takes text messages in. `number` brings a phone number to its one spelling; `clock` gives seconds since 1970."""

    def __init__(
        self,
        correspondence: Corresponding,
        business: Callable[[], Business],
        environment: Mapping[str, str],
        number: Callable[[str], str | None],
        detect: Detect,
        clock: Callable[[], float],
    ) -> None:
        self._correspondence = correspondence
        self._business = business
        self._environment = environment
        self._number = number
        self._detect = detect
        self._clock = clock

    async def receive(
        self, name: str, headers: Mapping[str, str], method: str, target: bytes, body: bytes
    ) -> Receipt:
        """Take a message in, once.

        Raises UnknownTexts, NoSecret, NotAdmitted, WrongMessage, and what contacts refuse.
        """
        declared = CHANNELS.of(self._business()).text_messages.get(name)
        if declared is None:
            raise UnknownTexts(name)
        self._admit(declared, headers, method, target, body)
        message = read(body, headers.get("content-type", ""), declared.reads)
        number = self._number(message.sender)
        if number is None:
            raise WrongMessage(f"{message.sender!r} is not a phone number with the code of its country.")

        def given(asked: Prompt | None) -> Given:
            return written(asked, message.text, Words(asked.language if asked else ""))

        language = await self._language(message.text)
        spoken = language or self._business().languages[0]
        taken = await self._correspondence.receive(
            "text",
            name,
            Identifier(PHONE, number, verified=True),
            message.id,
            given,
            language=language,
            flow=declared.flow,
            greets=is_only_fillers(message.text, spoken),
        )
        return Receipt(taken)

    def _admit(
        self, declared: Texts, headers: Mapping[str, str], method: str, target: bytes, body: bytes
    ) -> None:
        secret = self._environment.get(declared.secret, "")
        if not secret:
            raise NoSecret(declared.secret)
        if not is_admitted(secret, headers, method, target, body, int(self._clock())):
            raise NotAdmitted

    async def _language(self, text: str) -> str:
        """The language of the business that a text is clearly in, "" where it is not clear."""
        tag, sure = await asyncio.to_thread(self._detect, text, self._business().languages, "")
        return tag if sure >= SURE else ""
