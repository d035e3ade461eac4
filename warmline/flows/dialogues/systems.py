"""The world of a dialogue: the company's systems answer as the dialogue says, and so does everybody else."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from warmline.business.model import Business, Disclosure
from warmline.conditions.reading import is_money
from warmline.conditions.types import Record
from warmline.customers.recognising.knowledge import knows
from warmline.flows import effects
from warmline.flows.dialogues.given import Customer, money
from warmline.flows.dialogues.model import Dialogue
from warmline.flows.inputs import Result
from warmline.flows.model import Book
from warmline.log.moment import write

TRIES = 3
"""Wrong codes or answers after which nobody can prove to be this customer for a while."""
LATE = "late"
"""An answer that comes when the dialogue says `arrives`."""
ENDS_WITH = "•••01"
MINUTE = 60_000_000
LONG_PLACE = 4
"""The place in a queue in which somebody waits for long."""
_OUTCOMES = ("failed", "unknown")


class Missing(Exception):
    """The engine wants something that the dialogue does not say: what, and what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class Decides(Protocol):
    """What would help the customer of a dialogue, as the policies of the business say."""

    def decide(
        self,
        customer: Customer,
        contact: Mapping[str, Any],
        wanted: effects.Decide,
        level: Disclosure,
        language: str,
        now: int,
    ) -> dict[str, Any]:
        """The value that the effect `Decide` describes."""
        ...


class Finds(Protocol):
    """The knowledge base of the business."""

    def find(self, text: str, language: str, most: int, level: Disclosure) -> dict[str, Any]:
        """The value that the effect `Find` describes."""
        ...


class Systems:
    """Answers the effects of one session. Each of them remembers how often it was asked."""

    def __init__(
        self,
        business: Business,
        book: Book,
        dialogue: Dialogue,
        customer: Customer,
        policies: Decides,
        articles: Finds,
    ) -> None:
        self._business = business
        self._book = book
        self._dialogue = dialogue
        self._customer = customer
        self._policies = policies
        self._articles = articles
        self._asked: dict[str, int] = {}
        self._wrong = 0
        self._secrets: dict[str, str] = {}
        self._late: dict[str, Result] = {}

    def keep(self, name: str, entered: str) -> None:
        """A secret was entered."""
        self._secrets[name] = entered

    def arrives(self, operation: str) -> Result:
        """The answer of an operation that came late. Raises Missing."""
        if operation not in self._late:
            raise Missing(
                f"no answer of {operation} is under way", f"write answers: {{{operation}: {{late: ok}}}}"
            )
        return self._late.pop(operation)

    def answer(
        self, wanted: Any, level: Disclosure, language: str, contact: Mapping[str, Any]
    ) -> Result | None:
        """What comes of an effect; None where the answer comes late. Raises Missing."""
        match wanted:
            case effects.LookUp() | effects.Do():
                return self._operation(wanted.id, wanted.operation)
            case effects.Decide():
                return _ok(wanted.id, self._decided(wanted, level, language, contact))
            case effects.Find():
                return _ok(wanted.id, self._found(wanted, language, level))
            case effects.Identify():
                return self._identified(wanted, level)
            case effects.SendCode():
                return self._sent(wanted.id)
            case effects.CheckCode():
                return self._proved(wanted.id, self._secrets.get(wanted.secret, "") == self._dialogue.code)
            case effects.CheckKnowledge():
                return self._proved(wanted.id, all(self._is_so(*fact) for fact in wanted.facts.items()))
            case effects.HandOver() if wanted.queue in self._dialogue.closed:
                return Result(id=wanted.id, outcome="refused", why="closed", value={"opens": self._opens()})
            case effects.HandOver():
                return _ok(wanted.id, self._waits(wanted.queue))
            case effects.CallBack():
                return _ok(
                    wanted.id, {"promise": "p-1", "due": self._opens(), "to": wanted.phone or ENDS_WITH}
                )
        raise Missing(
            f"nobody knows what comes of {type(wanted).__name__}", "say so to those who make Warmline"
        )

    # -- the company's systems

    def _operation(self, id: str, name: str) -> Result | None:
        written = self._dialogue.answers.get(name)
        if written is None:
            remedy = f"write answers: {{{name}: {{…}}}}, or failed, unknown, {{refused: code}}"
            raise Missing(f"the flow asks {name}, and the dialogue does not say what it answers", remedy)
        if isinstance(written, list):
            number = self._asked.get(name, 0)
            self._asked[name] = number + 1
            written = written[min(number, len(written) - 1)] if written else "failed"
        if isinstance(written, dict) and set(written) == {LATE}:
            self._late[name] = self._result(id, name, written[LATE])
            return None
        return self._result(id, name, written)

    def _result(self, id: str, name: str, written: Any) -> Result:
        if written in _OUTCOMES:
            outcome: Literal["failed", "unknown"] = "failed" if written == "failed" else "unknown"
            return Result(id=id, outcome=outcome)
        if isinstance(written, dict) and "refused" in written:
            return Result(id=id, outcome="refused", why=str(written["refused"]))
        operation = self._book.operations.get(name)
        value = written if isinstance(written, dict) else {}
        if operation is not None:
            value = self._priced(value, operation.answer)
        return _ok(id, value)

    def _priced(self, value: Any, record: Record) -> dict[str, Any]:
        """An answer as the system gives it, amounts of money written in major units."""
        found: dict[str, Any] = {}
        for name, one in value.items():
            field = record.fields.get(name)
            if field is None:
                raise Missing(
                    f"{record.name} has no {name}",
                    "write what the connector declares: " + ", ".join(record.fields),
                )
            if is_money(field) and isinstance(one, int | float):
                found[name] = money(one, self._business.currency)
            elif isinstance(field.type, Record) and isinstance(one, dict):
                found[name] = self._priced(one, field.type)
            elif isinstance(one, list) and (entry := _entry(field.type)) is not None:
                found[name] = [self._priced(each, entry) for each in one]
            else:
                found[name] = one
        return found

    def _decided(
        self, wanted: effects.Decide, level: Disclosure, language: str, contact: Mapping[str, Any]
    ) -> dict[str, Any]:
        stated = self._dialogue.decisions
        if stated is None:
            return self._policies.decide(self._customer, contact, wanted, level, language, self._dialogue.now)
        chosen = [
            {"rank": rank, "kind": "offer", "policy": "stated", "why": "", "title": "", "say": "", **one}
            for rank, one in enumerate(stated.get(wanted.situation, []), 1)
        ]
        return {"decision": "d-1", "chosen": chosen[: wanted.most]}

    def _found(self, wanted: effects.Find, language: str, level: Disclosure) -> dict[str, Any]:
        stated = self._dialogue.articles
        if stated is None:
            return self._articles.find(wanted.text, language, wanted.most, level)
        found = [{"language": language, "flow": "", **one} for one in stated[: wanted.most]]
        return {"sure": "sure" if found else "none", "found": found}

    # -- who it is

    def _identified(self, wanted: effects.Identify, level: Disclosure) -> Result:
        who = self._dialogue.who
        if who.locked:
            return Result(id=wanted.id, outcome="refused", why="locked")
        known = {
            "channel": lambda: level >= Disclosure.RECOGNISED,
            "account": lambda: self._is_so("account", wanted.answers.get("account", [])),
            "person": lambda: all(
                self._is_so(fact, wanted.answers.get(fact, [])) for fact in ("postcode", "name", "birth_date")
            ),
        }[wanted.by]()
        if known and who.customer:
            return _ok(wanted.id, {})
        return Result(id=wanted.id, outcome="refused", why="not_found")

    def _is_so(self, fact: str, alternatives: list[str]) -> bool:
        """Whether one of the alternatives is what the profile holds, as people may write it."""
        business = self._business
        field, by = business.fields.get(fact), business.recognise_by
        now = datetime.fromtimestamp(self._dialogue.now / 1e6, UTC).astimezone(ZoneInfo(business.timezone))
        return knows(
            field.type if field is not None else "",
            self._customer.find(fact),
            alternatives,
            is_postcode=by is not None and fact == by.postcode,
            today=now.date(),
            languages=business.languages,
        )

    def _sent(self, id: str) -> Result:
        who = self._dialogue.who
        if who.locked:
            return Result(id=id, outcome="refused", why="locked")
        if not who.reachable:
            return Result(id=id, outcome="refused", why="no_address")
        return _ok(id, {"to": ENDS_WITH})

    def _proved(self, id: str, right: bool) -> Result:
        if right and not self._dialogue.who.locked and self._wrong < TRIES:
            return _ok(id, {})
        self._wrong += 1
        locked = self._dialogue.who.locked or self._wrong >= TRIES
        return Result(id=id, outcome="refused", why="locked" if locked else "wrong")

    def _waits(self, queue: str) -> dict[str, Any]:
        """The place in a queue, and when somebody can be called instead, where the wait is longer than it should be."""
        service, minutes = self._book.service, self._dialogue.wait
        known = service.queues.get(queue or service.hand_over)
        after = known.call_back_after if known is not None else None
        if after is None or minutes <= after:
            return {"position": 1, "minutes": minutes}
        due = write(self._dialogue.now + minutes * MINUTE)
        return {"position": LONG_PLACE, "minutes": minutes, "call_back": due}

    def _opens(self) -> str:
        return write(self._dialogue.now + 3_600_000_000)


def _ok(id: str, value: dict[str, Any]) -> Result:
    return Result(id=id, outcome="ok", value=value)


def _entry(kind: Any) -> Record | None:
    """The record that a list is of; None for lists of plain values."""
    inside = getattr(kind, "parameters", ())
    return inside[0] if inside and isinstance(inside[0], Record) else None
