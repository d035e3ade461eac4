"""One advance under way: the session as it changes, the facts as they are needed, the effects as they come."""

from functools import lru_cache
from typing import Any, Literal

from warmline.business.model import Disclosure
from warmline.conditions.condition import Condition, Expression
from warmline.conditions.environment import Frame
from warmline.conditions.errors import EvaluationError
from warmline.conditions.told import Told
from warmline.flows.effects import Effect, End, Record, Remember, Say
from warmline.flows.inputs import Silence
from warmline.flows.model import BUILT_IN, Book, Flow, Step
from warmline.flows.prompts import Field, Option, Prompt
from warmline.flows.sentences import NOTHING, Sentences
from warmline.flows.session import MOST_BACK, MOST_TRIED, Place, Session, Waiting
from warmline.flows.variables import FlowFacts
from warmline.flows.wording import plural, word
from warmline.flows.world import World
from warmline.language.formats import Formats

TRIES = 3
"""How often something is asked before another way is taken."""


class Run:
    """What steps work with. Nothing in here outlives the advance but `session` and `effects`."""

    __slots__ = (
        "_flow",
        "_formats",
        "_seen",
        "_texts",
        "_told",
        "anew",
        "book",
        "changed",
        "effects",
        "session",
        "spoke",
        "steps",
        "world",
    )

    def __init__(self, book: Book, session: Session, world: World) -> None:
        """`session` is this run's own: it is changed. `anew` is the flow that begins anew once its step is done."""
        self.book = book
        self.session = session
        self.world = world
        self.effects: list[Effect] = []
        self.steps = 0
        self.anew = ""
        self.changed = False
        self.spoke: list[Place] = []
        self._texts: list[str] = []
        self._flow = ""
        self._seen: Frame | None = None
        self._told: Frame | None = None
        self._formats: Formats | None = None

    # -- where it is

    @property
    def place(self) -> Place:
        """The step under way."""
        return self.session.stack[-1]

    @property
    def flow(self) -> Flow:
        """The flow under way."""
        return self.book.flows[self.session.stack[-1].flow]

    @property
    def step(self) -> Step:
        """The step under way."""
        place = self.session.stack[-1]
        return self.book.flows[place.flow].steps[place.step]

    def interrupt(self) -> None:
        """Something else goes on: the step under way, where one was entered, puts on record what there is."""
        if self.session.stack:
            place = self.session.stack[-1]
            step = self.book.flows[place.flow].steps.get(place.step)
            if step is not None:
                step.interrupted(self)

    # -- what it knows

    @property
    def variables(self) -> dict[str, Any]:
        """What the flow under way has learnt; not to be changed, see `learn`."""
        found: dict[str, Any] = self.session.variables.get(self.session.stack[-1].flow) or {}
        return found

    def learn(self, name: str, value: Any) -> None:
        """A variable of the flow under way gets a value, as JSON; None takes it away."""
        flow = self.session.stack[-1].flow
        values = dict(self.session.variables.get(flow) or {})
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
        self.session.variables[flow] = values
        self.changed = True
        self.forget_facts()

    def forget_facts(self) -> None:
        """Facts are looked at anew: something has changed."""
        self._seen = self._told = None

    @property
    def seen(self) -> Frame:
        """All facts, for conditions and for what is told to the company's systems."""
        if self._seen is None or self._flow != self.session.stack[-1].flow:
            self._seen = self._frame(None)
        return self._seen

    @property
    def told(self) -> Frame:
        """The facts that may be told at the level of the session."""
        if self._told is None or self._flow != self.session.stack[-1].flow:
            self._told = self._frame(Told(self.session.level, self.book.levels))
        return self._told

    def _frame(self, told: Told | None) -> Frame:
        flow = self.session.stack[-1].flow
        if flow != self._flow:
            self._flow = flow
            self.forget_facts()
        facts: FlowFacts = self.book.flows[flow].facts
        return facts.frame(self.world, self._contact, self.session.variables.get(flow) or {}, told)

    def _contact(self, name: str) -> Any:
        """What is known of the contact: by the session as it is now, else by the world."""
        if name == "level":
            return self.session.level.name.lower()
        if name in ("channel", "language"):
            return getattr(self.session, name)
        return self.world.contact(name)

    @property
    def formats(self) -> Formats:
        """How the customer reads numbers and times."""
        formats = self._formats
        if formats is None or formats.tag != self.session.language:
            formats = Formats(self.session.language, self.book.timezone, self.world.now)
            self._formats = formats
        return formats

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds. Raises EvaluationError."""
        held = condition.holds(self.seen)
        if isinstance(held, EvaluationError):
            raise held
        return held

    def value(self, expression: Expression) -> Any:
        """The value of an expression. Raises EvaluationError."""
        value = expression.value(self.seen)
        if isinstance(value, EvaluationError):
            raise value
        return value

    def raise_level(self, level: Disclosure) -> None:
        """The customer is known better now."""
        if level > self.session.level:
            self.session.level = level
        self.forget_facts()

    # -- what it says

    def tell(self, sentences: Sentences) -> None:
        """These are said with whatever is said next. Raises EvaluationError, and then says none of them."""
        if sentences.said:
            self._texts.extend(sentences.texts(self))
            self._spoke()

    def tell_text(self, text: str) -> None:
        """A text that comes from elsewhere: an article, an advice, a value that was looked up."""
        if text:
            self._texts.append(text)
            self._spoke()

    def _spoke(self) -> None:
        place = self.session.stack[-1]
        if not self.spoke or self.spoke[-1] != place:
            self.spoke.append(place)

    def word(self, sentence: str, **values: object) -> str:
        """One of Warmline's own sentences in the language of the session."""
        return word(self.session.language, sentence, **values)

    def tell_plural(self, one: str, other: str, number: int, **values: object) -> None:
        """One of Warmline's own sentences, in the form for a number."""
        self._texts.append(plural(self.session.language, one, other, number, **values))

    def tell_word(self, sentence: str, **values: object) -> None:
        """One of Warmline's own sentences is said with whatever is said next."""
        self._texts.append(word(self.session.language, sentence, **values))

    def flush(self, *, article: str = "", receipt: tuple[tuple[str, str], ...] = ()) -> None:
        """What is to be told is told now, as a turn of its own."""
        if self._texts or receipt:
            prompt = Prompt(
                language=self.session.language, texts=tuple(self._texts), article=article, receipt=receipt
            )
            self.effects.append(Say(prompt=prompt))
            self._texts.clear()

    def passed(self) -> None:
        """A question was passed: the customer can go back to it."""
        session, place = self.session, self.session.stack[-1]
        if not session.back or session.back[-1] != place:
            session.back = [*session.back[1 - MOST_BACK :], place]

    def ask(
        self,
        options: tuple[Option, ...] = (),
        field: Field | None = None,
        phase: str = "",
        article: str = "",
    ) -> None:
        """What is to be told is told now, and the customer is to answer."""
        session = self.session
        place = session.stack[-1]
        if place.flow != BUILT_IN:
            self.passed()
        universal = universal_options(session.language, len(session.back) > 1)
        prompt = Prompt(
            language=session.language,
            texts=tuple(self._texts),
            options=options + universal,
            field=field,
            article=article,
            hold=self.book.service.silence.get(session.channel, 0),
        )
        self.effects.append(Say(prompt=prompt))
        self._texts.clear()
        session.waiting = Waiting(what="customer", phase=phase)

    def missed(
        self,
        step: Step,
        given: object,
        tries: int,
        otherwise: str,
        sentence: str = "I did not understand that.",
        again: Sentences = NOTHING,
        silent: Sentences = NOTHING,
        **values: object,
    ) -> str | None:
        """Nothing came, or nothing that this step understands: it is asked again, or `otherwise` is taken.

        It is asked in the words `again` or, after silence, `silent`; where there are none, `sentence` is said before,
        with `values` in its braces.
        """
        session = self.session
        silence = isinstance(given, Silence)
        session.failures += 1
        tried = session.failures
        kind = "contact.no_input" if silence else "contact.no_match"
        self.record(kind, flow=session.stack[-1].flow, step=step.name, tries=tried)
        if tried >= tries:
            session.failures = 0
            return otherwise
        words = silent if silence else again
        if words:
            step.rephrase(self, words)
        else:
            if silence:
                self.tell_word("I did not get an answer.")
            else:
                self.tell_word(sentence, **values)
            step.again(self)
        return None

    # -- what it wants

    def effect_id(self) -> str:
        """The id of the effect that is waited for after this input, which is also its key."""
        return f"{self.session.contact}-{self.session.turn}"

    def wait(self, effect: Any, phase: str = "") -> None:
        """What was told so far is said, then an effect is carried out, and its answer is waited for."""
        self.flush()
        self.effects.append(effect)
        self.session.waiting = Waiting(what="outside", id=effect.id, phase=phase)

    def record(self, kind: str, /, **properties: Any) -> None:
        """An event is put on record."""
        self.effects.append(Record(type=kind, properties=properties))

    def speak(self, language: str) -> None:
        """The session goes on in another language, and that is remembered."""
        session = self.session
        if language != session.language:
            self.record("contact.language", language=language, before=session.language)
            self.effects.append(Remember(language=language))
            session.language = language

    def tried(self, name: str) -> None:
        """A task that the customer has come through, for whoever takes over."""
        if name and name not in self.session.tried:
            self.session.tried = [*self.session.tried[1 - MOST_TRIED :], name]

    def end(self, outcome: Literal["completed", "abandoned", "failed"]) -> None:
        """The session is over."""
        self.flush()
        self.session.outcome = outcome
        self.session.waiting = None
        self.effects.append(End(outcome=outcome, solved=self.session.solved))


@lru_cache(maxsize=256)
def universal_options(language: str, back: bool) -> tuple[Option, ...]:
    """What can be chosen wherever something is asked."""
    person = Option(name="person", label=word(language, "A person"), key="0", kind="person")
    if not back:
        return (person,)
    return person, Option(name="back", label=word(language, "Back"), key="*2", kind="back")
