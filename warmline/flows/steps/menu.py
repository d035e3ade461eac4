"""Let the customer choose.

    topics:
      menu:
        say: "What can I do for you?"
        options:
          - {name: bill, say: "Your bill", flow: bill, likely: [bill-explained], asks: [invoice, charge]}
          - {name: parcel, say: "A parcel", then: parcel, when: "size(customer.orders) > 0"}
        otherwise: question
      then: more

An option leads to a step (`then`) or calls a flow (`flow`) and then goes on with `then`, its own or the menu's; where
neither is written, the menu is asked again. `when` says for whom it is there. More than `show` (4) options come in
pages. With `ranked: true` those come first that are `likely`: by the names of what decisions advise and offer, and of
the situations the customer is in. What somebody types is compared with the labels, then with the words that an option
`asks`; what fits nothing leads `otherwise`, where it is the variable `said` (a mere "ok" or "hello" does not), or is
asked again, in other words where `again` or `silent` has some, at most `tries` times (3), then `else` is taken. Words
that chose an option are tried at the menus behind it as well, and choose there what they fit alone: who asked "why is
my bill so high?" is not asked what it is about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.conditions.said import Said as Text
from warmline.flows.asked import RESERVED_OPTIONS
from warmline.flows.carried import carry, chosen_at, put_down, words_for
from warmline.flows.effects import Decide
from warmline.flows.inputs import Chose, Keyed, Result, Said, Silence
from warmline.flows.matching import meant, meant_alone, near, plain
from warmline.flows.model import HANDOVER, Step, Way
from warmline.flows.moves import CHOSEN, call
from warmline.flows.prompts import Option
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import TRIES, Run
from warmline.flows.sentences import Sentences
from warmline.flows.small_talk import is_small_talk
from warmline.flows.steps.options import MORE, SOMETHING_ELSE, Choice, drawn, page, ranked, shown
from warmline.flows.variables import text_variable

ORDER = ".menu"
"""Where the order of a menu is kept that is not always the same."""
RANKING = "ranking"


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """One option."""

    name: str
    say: Any
    then: str = ""
    flow: str = ""
    when: str = ""
    likely: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of this kind."""

    options: tuple[Entry, ...]
    say: Any = None
    then: str = ""
    show: int = 4
    ranked: bool = False
    otherwise: str = ""
    again: Any = None
    silent: Any = None
    tries: int = TRIES
    else_: str = msgspec.field(name="else", default=HANDOVER)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Menu(Step):
    """Options, and what becomes of answers that are none of them."""

    kind: ClassVar[str] = "menu"
    choices: tuple[Choice, ...]
    show: int
    ranked: bool
    otherwise: str
    again_say: Sentences
    silent: Sentences
    tries: int
    else_: str
    steady: bool
    drawings: dict[str, tuple[Option, ...]]

    @classmethod
    def outline(cls, written: Written, place: StepPlace) -> tuple[Way, ...]:
        """A way for each option, one for what fits none, one for who gives up."""
        ways = []
        for index, one in enumerate(written.options):
            then = one.then or written.then or place.name
            path = ("options", index, "then") if one.then else ("then",)
            ways.append(Way(one.name, then, path=path))
        if written.otherwise:
            said = (text_variable("said"),)
            ways.append(Way("otherwise", written.otherwise, gives=said, path=("otherwise",)))
        return (*ways, Way("else", written.else_, path=("else",)))

    @classmethod
    def read(cls, written: Written, place: StepPlace, ways: tuple[Way, ...]) -> "Menu | None":
        """From its options."""
        if not written.options:
            place.refuse(
                ("options",), "there is nothing to choose from", "write options: [{name: …, say: …}]"
            )
            return None
        choices = []
        names: set[str] = set()
        for index, one in enumerate(written.options):
            if one.name in names or one.name in RESERVED_OPTIONS or one.name == MORE:
                taken = "stands twice" if one.name in names else "is asked for at every moment"
                place.refuse(("options", index), f'option "{one.name}" {taken}', "name it differently")
            names.add(one.name)
            if one.flow and not place.is_flow(one.flow, "options", index, "flow"):
                continue
            choices.append(
                Choice(
                    one.name,
                    place.sentences("options", index, "say"),
                    one.then or written.then or place.name,
                    one.flow,
                    place.condition("options", index, "when"),
                    frozenset(one.likely),
                    tuple(plain(word) for word in one.asks),
                )
            )
        steady = not written.ranked and all(one.when is None for one in choices)
        return cls(
            **place.common(ways),
            say=place.sentences("say"),
            choices=tuple(choices),
            show=max(1, min(written.show, 8)),
            ranked=written.ranked,
            otherwise=written.otherwise,
            again_say=place.sentences("again"),
            silent=place.sentences("silent"),
            tries=place.tries(written.tries),
            else_=written.else_,
            steady=steady,
            drawings={},
        )

    def enter(self, run: Run) -> str | None:
        words = words_for(run, self._id)
        if words:
            places = shown(self.choices, run)
            index = meant_alone(words, *self._called(run, places))
            if index is not None:
                chosen_at(run, self._id)
                return self._choose(run, places[index], carried=True)
            put_down(run)
        if self.ranked:
            run.wait(Decide(id=run.effect_id(), situation="", shown=False), RANKING)
            return None
        if not self.steady:
            places = shown(self.choices, run)
            if not places:
                return self.else_
            run.learn(ORDER, [places, {}])
        self._offer(run, 0)
        return None

    def _offer(self, run: Run, number: int, decision: str = "") -> None:
        places, whys = self._places(run)
        found, more = page(places, self.show, number)
        self._draw(run, found, more, whys, number, self.say)
        shown_options: list[dict[str, Any]] = []
        for place in found:
            one: dict[str, Any] = {"name": self.choices[place].name}
            if place in whys:
                one["why"] = whys[place]
            shown_options.append(one)
        if decision:
            run.record(
                "contact.menu", flow=self.flow, step=self.name, options=shown_options, decision=decision
            )
        else:
            run.record("contact.menu", flow=self.flow, step=self.name, options=shown_options)

    def _draw(
        self, run: Run, found: list[int], more: bool, whys: dict[int, str], number: int, words: Sentences
    ) -> None:
        run.tell(words)
        options = None
        if self.steady:
            options = self.drawings.get(f"{run.session.language} {number}")
        if options is None:
            options = drawn(self.choices, found, more, whys, run)
            if self.steady and all(one.label.fixed(run.session.language) for one in self.choices):
                self.drawings[f"{run.session.language} {number}"] = options
        run.ask(options, phase=str(number) if number else "")

    def _places(self, run: Run) -> tuple[list[int], dict[int, str]]:
        """The options that are there in their order, and why they stand first."""
        if self.steady:
            return list(range(len(self.choices))), {}
        kept = run.variables.get(ORDER)
        if not isinstance(kept, list) or len(kept) != 2:
            return shown(self.choices, run), {}
        places = [place for place in kept[0] if 0 <= place < len(self.choices)]
        return places, {int(place): why for place, why in kept[1].items()}

    def again(self, run: Run) -> None:
        self.rephrase(run, self.say)

    def rephrase(self, run: Run, words: Sentences) -> None:
        number = self._number(run)
        places, whys = self._places(run)
        found, more = page(places, self.show, number)
        self._draw(run, found, more, whys, number, words)

    def _number(self, run: Run) -> int:
        waiting = run.session.waiting
        phase = waiting.phase if waiting is not None else ""
        return int(phase) if phase.isdecimal() else 0

    def take(self, run: Run, given: Said | Keyed | Chose | Silence | Result) -> str | None:
        if isinstance(given, Result):
            return self._rank(run, given)
        number = self._number(run)
        places, _ = self._places(run)
        found, more = page(places, self.show, number)
        place = self._chosen(run, given, found, more)
        if place == len(self.choices):
            self._offer(run, number + 1)
            return None
        if place is None and isinstance(given, Said):
            place, words = self._meant(run, given, places)
            if words:
                carry(run, words, self._id)
            if place is None and self.otherwise and not is_small_talk(given.text):
                run.learn("said", given.text[:500])
                return self.otherwise
        if place is None:
            word = "Please choose one of these."
            again, silent = self.again_say, self.silent
            return run.missed(self, given, self.tries, self.else_, word, again=again, silent=silent)
        return self._choose(run, place, position=found.index(place) + 1 if place in found else None)

    @property
    def _id(self) -> str:
        return f"{self.flow}.{self.name}"

    def _choose(self, run: Run, place: int, **how: Any) -> str | None:
        """Goes where an option leads; `how` it was chosen is put on record."""
        choice = self.choices[place]
        run.record("contact.choice", flow=self.flow, step=self.name, choice=choice.name, **how)
        if ORDER in run.variables:
            run.learn(ORDER, None)
        if not choice.flow:
            return choice.then
        run.learn(CHOSEN, place)
        return call(run, choice.flow)

    def returned(self, run: Run) -> str | None:
        place = run.variables.get(CHOSEN)
        return self.choices[place].then if isinstance(place, int) and place < len(self.choices) else self.name

    def _rank(self, run: Run, given: Result) -> str | None:
        """What was decided puts the options in order; without a decision they stand as they are written."""
        places = shown(self.choices, run)
        if not places:
            return self.else_
        decision = given.value if given.outcome == "ok" else {}
        situations = run.world.customer("situations") or ()
        order, whys = ranked(self.choices, places, decision, situations)
        run.learn(ORDER, [order, {str(place): why for place, why in whys.items()}])
        self._offer(run, 0, str(decision.get("decision") or ""))
        return None

    def _chosen(
        self, run: Run, given: Said | Keyed | Chose | Silence, found: list[int], more: bool
    ) -> int | None:
        """The place of what was pressed or keyed; one beyond all for the next page."""
        if isinstance(given, Chose):
            if given.option == MORE and more:
                return len(self.choices)
            names = [one.name for one in self.choices]
            return names.index(given.option) if given.option in names else None
        keys = given.keys.strip().rstrip("#") if isinstance(given, Keyed) else ""
        if isinstance(given, Said):
            keys = plain(given.text)
            if more and keys == plain(run.word(SOMETHING_ELSE)):
                return len(self.choices)
        if len(keys) == 1 and keys.isdecimal() and 1 <= int(keys) <= len(found) + more:
            return found[int(keys) - 1] if int(keys) <= len(found) else len(self.choices)
        return None

    def _called(self, run: Run, places: list[int]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """What options are called, and the words that belong to them."""
        chosen = [self.choices[place] for place in places]
        return [one.names(run) for one in chosen], [one.asks for one in chosen]

    def _meant(self, run: Run, given: Said, places: list[int]) -> tuple[int | None, str]:
        """The place that was meant, and the words that meant it where they say more than what it is called."""
        labels, words = self._called(run, places)
        for text in (given.text, *given.alternatives):
            index = meant(text, labels, words)
            if index is not None:
                said = plain(text)
                called = any(said == name or near(said, name) for name in labels[index])
                return places[index], "" if called else text
        return None, ""

    def texts(self) -> Iterator[Text]:
        yield from self.say
        for choice in self.choices:
            yield from choice.label
        yield from self.again_say
        yield from self.silent

    def calls(self) -> Iterator[str]:
        yield from (choice.flow for choice in self.choices if choice.flow)
