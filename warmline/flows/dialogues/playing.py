"""Playing a dialogue: the customer's turns move the session, and what came is held against what is expected.

In another language than that of the texts, two sessions are played side by side: one in the language texts are written
in, against which the dialogue's lines are held, and one in the other, which must say the same in its translation.
"""

from collections.abc import Iterator

from warmline.business.model import Business
from warmline.flows.dialogues.expecting import missed
from warmline.flows.dialogues.model import Dialogue, Difference, Turn
from warmline.flows.dialogues.side import Side
from warmline.flows.dialogues.systems import Decides, Finds, Missing
from warmline.flows.dialogues.translated import untranslated
from warmline.flows.dialogues.turns import INPUTS
from warmline.flows.inputs import Asked, Chose, GivenBack, Input, Keyed, Left, Said, Silence, TakenOver
from warmline.flows.model import Book
from warmline.flows.prompts import Prompt

CAME, FAILED = "contact.step", "contact.flow_failed"


class Player:
    """Plays the dialogues of one business. `walked` are the steps that they came to, as `flow.step`."""

    def __init__(self, business: Business, book: Book, policies: Decides, articles: Finds) -> None:
        self._business = business
        self._book = book
        self._policies = policies
        self._articles = articles
        self.walked: set[str] = set()

    def play(self, dialogue: Dialogue) -> list[Difference]:
        """All that differs in the languages that the dialogue lists: what differs in several is told once."""
        found: dict[tuple[int, str], Difference] = {}
        for language in dialogue.languages:
            for one in self._in(dialogue, language):
                found.setdefault((one.line, one.what), one)
        return list(found.values())

    def _in(self, dialogue: Dialogue, language: str) -> list[Difference]:
        """All that differs in one language; nothing after a turn that cannot be played."""
        found: list[Difference] = []

        def differs(line: int, what: str, came: str = "") -> None:
            found.append(Difference(dialogue.file, line, dialogue.name, language, what, came))

        line = dialogue.line
        try:
            sides = self._sides(dialogue, language)
            heard = 0
            for what in self._odd(sides, dialogue):
                differs(line, what)
            for turn in dialogue.turns:
                line = turn.line
                if turn.kind in INPUTS:
                    heard = 0
                    if out_of_reach := _out_of_reach(turn, sides[0]):
                        differs(line, *out_of_reach)
                    self._give(sides, turn)
                    for what in self._odd(sides, dialogue):
                        differs(line, what)
                    continue
                what, came, heard = missed(turn, sides[0], heard)
                if what:
                    differs(line, what, came)
        except Missing as missing:
            differs(line, missing.what, missing.remedy)
        return found

    def _sides(self, dialogue: Dialogue, language: str) -> list[Side]:
        """The session whose texts are as written, and the one in the language, where that is another."""
        source = self._book.languages[0]
        return [
            Side(self._business, self._book, dialogue, tag, self._policies, self._articles)
            for tag in dict.fromkeys((source, language))
        ]

    def _give(self, sides: list[Side], turn: Turn) -> None:
        before = [side.shown for side in sides]
        for place, side in enumerate(sides):
            side.forget()
            if turn.kind == "arrives":
                side.arrive(turn.value)
            elif turn.kind == "returns":
                side.come_back(turn.value if isinstance(turn.value, str) else "")
            else:
                side.give(_input(turn, before[0], before[place], side.session.language))

    def _odd(self, sides: list[Side], dialogue: Dialogue) -> Iterator[str]:
        """What is wrong whatever the dialogue expects."""
        expected = {
            turn.value for turn in dialogue.turns if turn.kind == "recorded" and isinstance(turn.value, str)
        }
        for side in sides:
            for record in side.records:
                if record.type == CAME:
                    self.walked.add(f"{record.properties['flow']}.{record.properties['step']}")
                if record.type == FAILED and FAILED not in expected:
                    failed = record.properties
                    yield f"step {failed.get('flow')}.{failed.get('step')} failed: {failed.get('why')}"
        if len(sides) == 2 and sides[0].session.language != sides[1].session.language:
            yield from untranslated(sides[0], sides[1], self._business)


def _out_of_reach(turn: Turn, side: Side) -> tuple[str, str] | None:
    """What is wrong where somebody chooses what they are not offered."""
    if turn.kind != "chooses":
        return None
    names = [option.name for option in side.shown.options] if side.shown else []
    if turn.value in names:
        return None
    return f"chooses {turn.value}, which is not offered", f"offers {', '.join(names) or 'nothing'}"


def _input(turn: Turn, source: Prompt | None, shown: Prompt | None, language: str) -> Input:
    """What the customer does, in the language of a session: a label is said as it is read there."""
    value = turn.value
    match turn.kind:
        case "says":
            if isinstance(value, dict):
                value = value.get(language, next(iter(value.values()), ""))
            return Said(text=_label(str(value), source, shown))
        case "keys":
            return Keyed(keys=str(value))
        case "chooses":
            return Chose(option=value)
        case "asks":
            if isinstance(value, dict):
                return Asked(what="language", language=str(value.get("language", "")))
            return Asked(what=value)
        case "silent":
            return Silence()
        case "taken_over":
            return TakenOver()
        case "given_back":
            return GivenBack(flow=value if isinstance(value, str) else "")
    return Left()


def _label(said: str, source: Prompt | None, shown: Prompt | None) -> str:
    if source is None or shown is None:
        return said
    labels = dict(zip((one.name for one in shown.options), (one.label for one in shown.options), strict=True))
    for option in source.options:
        if option.label.casefold() == said.casefold():
            return labels.get(option.name, said)
    return said
