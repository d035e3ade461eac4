"""What is said, and where it goes on, when something did not work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from warmline.conditions.said import Said
from warmline.flows.model import HANDOVER, Way
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run
from warmline.flows.sentences import NOTHING, Sentences


class Out(msgspec.Struct, forbid_unknown_fields=True):
    """A way out as it is written."""

    say: Any = None
    then: str = HANDOVER


@dataclass(frozen=True, slots=True)
class WayOut:
    """Texts, and the step after them. Without texts, `sentence` is said: one of Warmline's own."""

    say: Sentences
    then: str
    sentence: str = ""

    def take(self, run: Run) -> str:
        """Says why it goes on elsewhere, and where."""
        if self.say:
            run.tell(self.say)
        elif self.sentence:
            run.tell_word(self.sentence)
        return self.then


def read_out(written: Out | None, key: str, place: StepPlace, sentence: str) -> WayOut:
    """A way out at a key; where none is written, a person goes on."""
    if written is None:
        return WayOut(NOTHING, HANDOVER, sentence)
    return WayOut(place.sentences(key, "say"), written.then, sentence if written.say is None else "")


def read_refused(written: Mapping[str, Any], place: StepPlace, sentence: str) -> dict[str, WayOut]:
    """Ways out by the code of the refusal: a step, or `{say, then}`."""
    found = {}
    for code, target in written.items():
        if isinstance(target, str):
            found[code] = WayOut(NOTHING, target, sentence)
        elif (
            isinstance(target, dict)
            and isinstance(target.get("then"), str)
            and not {*target} - {"say", "then"}
        ):
            say = place.sentences("refused", code, "say")
            found[code] = WayOut(say, target["then"], sentence if not say else "")
        else:
            what = f'what comes after the refusal "{code}" is not clear'
            place.refuse(("refused", code), what, "write {say: …, then: step}")
    return found


def ways_out(written: Out | None, key: str, label: str) -> Way:
    """The way out at a key, for drawing and checking."""
    return Way(label, written.then if written is not None else HANDOVER, path=(key, "then"))


def ways_refused(written: Mapping[str, Any]) -> Iterator[Way]:
    """The ways out by code."""
    for code, target in written.items():
        if isinstance(target, str):
            yield Way(code, target, path=("refused", code))
        elif isinstance(target, dict):
            yield Way(code, str(target.get("then", "")), path=("refused", code, "then"))


def texts_of(outs: Iterator[WayOut]) -> Iterator[Said]:
    """All that these ways may say."""
    for out in outs:
        yield from out.say
