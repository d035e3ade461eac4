"""The mind of one simulated customer: what they do about what they read."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from warmline.channels.chat.model import Now, TurnView
from warmline.channels.rendering.screen import Choice, Screen
from warmline.simulate.people import Customer
from warmline.simulate.phrases import SAYS
from warmline.simulate.talking.answers import entered
from warmline.simulate.talking.goals import PERSON, SETTLED, Goal, words
from warmline.simulate.talking.moods import Mood
from warmline.simulate.talking.slips import with_slips

Ending = Literal["reached", "handed_over", "abandoned"]
ALWAYS = frozenset({"person", "repeat", "back", "language", "link"})
"""Kinds of options that lead nowhere new."""
FURTHER = ("other", "more", "again", "somebody")
"""Options behind which there may be what is wanted."""
AHEAD = frozenset({"later", "pay-later", "gift"})
ANSWERS = 3
"""Times that somebody answers a person before all is said."""


@dataclass(frozen=True)
class Act:
    """What a customer does: an `input` for the chat, wait for news, look for a code, or leave."""

    kind: Literal["input", "wait", "code", "leave"]
    input: dict[str, Any] = field(default_factory=dict)


WAIT, CODE, LEAVE = Act("wait"), Act("code"), Act("leave")


class Visitor:
    """A customer in one contact. The same answers make them do the same: all chance is `random`'s, drawn in order.

    `reached` says that they got what they came for, `handed_over` that they were passed to a person.
    """

    def __init__(self, who: Customer, goal: Goal, mood: Mood, random: Random) -> None:
        self.who = who
        self.goal = goal
        self.mood = mood
        self.random = random
        self.reached = False
        self.handed_over = False
        self._there = False
        self._has_person = False
        self._chosen = ""
        self._disappointments = 0
        self._answered = 0
        self._has_written = False
        self._read: Counter[object] = Counter()
        self._codes = 0

    @property
    def ending(self) -> Ending:
        """What came of it, once it is over."""
        if self.reached:
            return "reached"
        return "handed_over" if self.handed_over else "abandoned"

    def act(self, now: Now, unread: list[TurnView], today: float) -> Act:
        """What to do now; `unread` are the turns since the last time. `today` is seconds since 1970."""
        if now.contact.state == "ended":
            return LEAVE
        if now.contact.owner != "flow":
            self.handed_over = True
            return self._to_person(now, unread)
        if any(turn.screen is not None and turn.screen.receipt for turn in unread) and self._there:
            self.reached = True
        screen = _asking(unread)
        return WAIT if screen is None else self._to_screen(screen, today)

    def out_of_patience(self, now: Now) -> Act:
        """What to do about a silence that took too long."""
        if now.contact.owner == "flow" and self.random.random() > self.mood.gives_up:
            return self._ask_for_person()
        return LEAVE

    # -- people

    def _to_person(self, now: Now, unread: list[TurnView]) -> Act:
        if not any(turn.by == "agent" for turn in unread):
            return WAIT
        self._answered += 1
        if self._answered > ANSWERS:
            return LEAVE
        if self._answered == 1:
            return self._write(words(self.goal, now.contact.language, self.random))
        thanks = SAYS["yes"]
        return self._write(thanks.get(now.contact.language, thanks["en"]))

    def _ask_for_person(self) -> Act:
        if self._has_person:
            return LEAVE  # they have asked before, and nobody came
        self._has_person = True
        return Act("input", {"kind": "asked", "what": "person"})

    # -- flows

    def _to_screen(self, screen: Screen, today: float) -> Act:
        asked = (screen.texts, tuple(one.name for one in screen.options))
        self._read[asked] += 1
        if self._read[asked] > 2 and (given_up := self._disappointed()):
            return given_up
        options = [one for one in screen.options if one.kind not in ALWAYS]
        if screen.field is not None:
            return self._to_field(screen, options, today)
        names = {one.name: one for one in options}
        if {"again", "enough"} <= names.keys():
            self.reached = self.reached or (self._there and not self.handed_over)
            return self._press(names["enough" if self.reached or self.handed_over else "again"], screen)
        if self.goal.name == PERSON and not self._has_person:
            if self.random.random() < self.mood.writes:
                self._has_person = True
                return self._write(words(self.goal, screen.language, self.random))
            return self._ask_for_person()
        if {"yes", "no"} == names.keys() and options[0].kind == "accept":
            return self._yes_or_no(names, screen)
        return self._choose(names, screen)

    def _choose(self, names: dict[str, Choice], screen: Screen) -> Act:
        self._there = self._there or any(name in names for name in self.goal.within)
        if self._there:
            for name in (*self.goal.within, *SETTLED):
                if name in names:
                    self.reached = self.reached or name in SETTLED
                    return self._press(names[name], screen)
        if not self._there and self.goal.path and self.random.random() < self.mood.writes / 3:
            return self._ask_in_words(screen)
        for place, name in enumerate(self.goal.path):
            if name in names:
                self._there = self._there or place < self.goal.near
                return self._press(names[name], screen)
        if all(name.isdigit() for name in names):  # how it was, out of five
            best = len(names) - (0 if self.reached else 3)
            return self._press(names[str(max(1, best - self.random.randrange(2)))], screen)
        for name in FURTHER:
            if name in names:
                return self._press(names[name], screen)
        return self._disappointed() or self._press(self.random.choice(list(names.values())), screen)

    def _yes_or_no(self, names: dict[str, Choice], screen: Screen) -> Act:
        """A confirmation on the way, an offer, or whether to go on where an earlier contact broke off."""
        if self._has_person:
            self.handed_over = self.handed_over or not self._there
            return self._press(names["yes"], screen)  # they may be called back
        is_answer = self._has_written
        self._has_written = False
        likely = 0.7 if is_answer else 0.97 if self._chosen in self.goal.within else self.mood.agrees
        if not (is_answer or self._there or self._chosen):
            likely = 0.0  # they come for something else now
        yes = self.random.random() < likely
        if is_answer and yes:
            self.reached = True
        return self._press(names["yes" if yes else "no"], screen)

    def _to_field(self, screen: Screen, options: list[Choice], today: float) -> Act:
        assert screen.field is not None
        by_name = {one.name: one for one in options}
        if "skip" in by_name:
            return self._press(by_name["skip"], screen)
        if screen.field.kind == "phone":
            self.handed_over = True  # only who is to be called back is asked for it
        if screen.field.kind == "code":
            self._codes += 1
            return CODE if self._codes <= 3 else self._ask_for_person()
        if "without" in by_name and self.random.random() < 0.2:
            return self._press(by_name["without"], screen)
        for name in (*self.goal.within, *self.goal.path):
            if name in by_name:
                return self._press(by_name[name], screen)
        if options and screen.field.kind == "choice":
            return self._press(self.random.choice(options), screen)
        is_ahead = self._there and (self._chosen in AHEAD or self.goal.name in AHEAD)
        text = entered(screen.field, self.who, self.random, today, is_ahead=is_ahead)
        if text:
            return Act("input", {"kind": "said", "text": text})
        return self._ask_in_words(screen)

    def _ask_in_words(self, screen: Screen) -> Act:
        self._has_written = True
        return self._write(words(self.goal, screen.language, self.random))

    def code_found(self, code: str) -> Act:
        """What to do with a one-time code, or without one."""
        if code:
            return Act("input", {"kind": "said", "text": code})
        return self._ask_for_person()

    def _disappointed(self) -> Act | None:
        """Once more not what was wanted: what somebody does who has had enough of it."""
        self._disappointments += 1
        if self._disappointments <= self.mood.steps:
            return None
        return LEAVE if self.random.random() < self.mood.gives_up else self._ask_for_person()

    def _press(self, option: Choice, screen: Screen) -> Act:
        self._chosen = option.name
        if self.random.random() < self.mood.writes and option.kind == "option":
            return self._write(option.label)
        return Act("input", {"kind": "chose", "option": option.name})

    def _write(self, text: str) -> Act:
        return Act("input", {"kind": "said", "text": with_slips(self.random, text, self.mood.slips)})


def _asking(unread: list[TurnView]) -> Screen | None:
    """The question that stands last, None while there is none."""
    screen = unread[-1].screen if unread else None
    if screen is None or not (
        screen.field is not None or any(one.kind not in ALWAYS for one in screen.options)
    ):
        return None
    return screen
