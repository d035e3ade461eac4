"""One session of a dialogue, in one language: what was said, and what came of it since the customer did something."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from warmline.business.model import Business, Disclosure
from warmline.flows import effects
from warmline.flows.dialogues.given import Customer
from warmline.flows.dialogues.model import Dialogue
from warmline.flows.dialogues.systems import Decides, Finds, Missing, Systems
from warmline.flows.dialogues.wanted import Wanted
from warmline.flows.engine import advance, begin
from warmline.flows.inputs import Input, Keyed, Said
from warmline.flows.model import Book
from warmline.flows.prompts import Prompt
from warmline.flows.session import LeftOff, Session
from warmline.flows.world import World

MOST_ANSWERS = 60
"""Effects that are answered after one input; beyond, a flow goes round in circles."""


class Side:
    """A session under way. `heard`, `done` and the other lists hold what came since the last input."""

    def __init__(
        self,
        business: Business,
        book: Book,
        dialogue: Dialogue,
        language: str,
        policies: Decides,
        articles: Finds,
    ) -> None:
        self._business = business
        self._book = book
        self._dialogue = dialogue
        self._language = language
        self._customer = Customer(business, dialogue)
        self._nobody = Customer(business, nobody(dialogue))
        self._systems = Systems(business, book, dialogue, self._customer, policies, articles)
        self._suggests = Wanted(dialogue.suggested)
        self._known = Disclosure[dialogue.who.level.upper()]
        self._contacts = 0
        self._given: Input | None = None
        self.session: Session
        self.left_off: LeftOff | None = None
        self.shown: Prompt | None = None
        """What the customer sees: what was said last, however long ago."""
        self.forget()
        self._begin(dialogue.flow, None)

    def forget(self) -> None:
        """The customer does something: what came before it has been looked at."""
        self.heard: list[Prompt] = []
        self.wanted: list[Any] = []
        self.records: list[effects.Record] = []
        self.ended: effects.End | None = None

    def give(self, given: Input) -> None:
        """One input, and whatever comes of it until the customer is to answer. Raises Missing."""
        self._given = given
        self._after(advance(self._book, self.session, given, self._world()))
        if self.session.outcome == "abandoned":
            self._leave()

    def arrive(self, operation: str) -> None:
        """An answer that was late comes now. Raises Missing."""
        self.give(self._systems.arrives(operation))

    def come_back(self, channel: str = "") -> None:
        """The customer begins another contact, and is offered to go on where they left off."""
        self._begin("", self.left_off, channel)

    @property
    def prompt(self) -> Prompt | None:
        """What was said last."""
        return self.heard[-1] if self.heard else None

    @property
    def texts(self) -> list[str]:
        """All that was said since the last input."""
        return [text for prompt in self.heard for text in prompt.texts]

    def _begin(self, flow: str, left_off: LeftOff | None, channel: str = "") -> None:
        self._contacts += 1
        self._channel = channel or self._dialogue.who.channel
        self._given = None
        self._identified = self._known >= Disclosure.RECOGNISED
        self.session = Session(
            contact=f"{self._dialogue.who.contact}-{self._contacts}",
            version=self._book.version,
            channel=self._channel,
            language=self._language,
        )
        advanced = begin(
            self._book,
            self.session.contact,
            self._channel,
            self._language,
            self._world(),
            level=self._known,
            flow=flow,
            left_off=left_off,
        )
        self._after(advanced)

    def _after(self, advanced: Any) -> None:
        for _ in range(MOST_ANSWERS):
            self.session = advanced.session
            answer = self._carry_out(advanced.effects)
            if answer is None:
                return
            advanced = advance(self._book, self.session, answer, self._world())
        raise Missing("the flow goes round in circles", "let a step of it ask something")

    def _carry_out(self, found: Iterable[effects.Effect]) -> Input | None:
        """Each effect in turn; the answer to the one that wants one, None where the session waits for others."""
        for effect in found:
            if isinstance(effect, effects.Say):
                self.heard.append(effect.prompt)
                self.shown = effect.prompt
            elif isinstance(effect, effects.Record):
                self.records.append(effect)
                if effect.type == "contact.suggested":
                    self._suggests.answered(self.session.contact, effect.properties)
            elif isinstance(effect, effects.Keep):
                self._systems.keep(effect.name, _entered(self._given))
            elif isinstance(effect, effects.End):
                self.ended = effect
            elif isinstance(effect, effects.NEEDS_ANSWER):
                self.wanted.append(effect)
                answer = self._systems.answer(
                    effect, self.session.level, self.session.language, self._contact()
                )
                if isinstance(effect, effects.Identify) and answer is not None and answer.outcome == "ok":
                    self._identified = True
                return answer
            else:
                self.wanted.append(effect)
        return None

    def _leave(self) -> None:
        session = self.session
        if session.stack:
            self.left_off = LeftOff(
                contact=session.contact,
                stack=tuple(session.stack),
                variables=session.variables,
                wants=session.wants,
                at=self._dialogue.now,
                level=session.level,
            )

    def _world(self) -> World:
        customer = self._customer if self._identified else self._nobody
        return World(
            now=self._dialogue.now,
            customer=customer.find,
            contact=self._contact().get,
            languages=self._business.languages,
            suggestions=lambda: self._suggests.of(self.session.contact) if self._identified else [],
        )

    def _contact(self) -> dict[str, Any]:
        session = self.session
        noticed = {"frustration": 0, "signals": []}
        return {"contact": session.contact, "channel": self._channel, "language": session.language, **noticed}


def nobody(dialogue: Dialogue) -> Dialogue:
    """The same with nothing known of the customer."""
    return replace(dialogue, profile={}, events=())


def _entered(given: Input | None) -> str:
    if isinstance(given, Keyed):
        return given.keys.rstrip("#")
    return given.text if isinstance(given, Said) else ""
