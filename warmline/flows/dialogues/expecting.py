"""Whether what came is what a turn of a dialogue expects."""

from collections.abc import Callable, Mapping
from typing import Any

from warmline.business.model import Disclosure
from warmline.flows import effects
from warmline.flows.dialogues.model import Turn
from warmline.flows.dialogues.side import Side

Missed = tuple[str, str]
"""What was expected and did not come ("" where all is well), and what came instead."""


def missed(turn: Turn, side: Side, heard: int) -> tuple[str, str, int]:
    """What of a turn did not come, what came instead, and how many texts are heard by now, in their order."""
    if turn.kind == "hears":
        return _hears(turn.value, side, heard)
    what, came = _EXPECTED[turn.kind](turn.value, side)
    return what, came, heard


def _hears(value: Any, side: Side, heard: int) -> tuple[str, str, int]:
    texts = side.texts
    for wanted in value if isinstance(value, list) else [value]:
        text = str(wanted)
        at = next((place for place in range(heard, len(texts)) if text in texts[place]), None)
        if at is None:
            return f'does not say "{text}"', f"says {_quoted(texts[heard:])}", heard
        heard = at
    return "", "", heard


def _never(value: Any, side: Side) -> Missed:
    for text in value if isinstance(value, list) else [value]:
        if any(text in one for one in side.texts):
            return f'says "{text}"', ""
    return "", ""


def _options(value: Any, side: Side) -> Missed:
    options = side.prompt.options if side.prompt else ()
    names = [one.name for one in options if one.kind == "option"]
    if names != value:
        return f"does not offer {', '.join(map(str, value))}", f"offers {', '.join(names) or 'nothing'}"
    return "", ""


def _asked(value: Any, side: Side) -> Missed:
    kind = side.prompt.field.kind if side.prompt and side.prompt.field else "nothing"
    return ("", "") if kind == value else (f"does not ask for {value}", f"asks for {kind}")


def _article(value: Any, side: Side) -> Missed:
    found = [prompt.article for prompt in side.heard if prompt.article]
    return ("", "") if value in found else (f"does not answer from {value}", f"answers from {_listed(found)}")


def _receipt(value: Any, side: Side) -> Missed:
    lines = {label: text for prompt in side.heard for label, text in prompt.receipt}
    for label, text in value.items():
        if lines.get(label) != str(text):
            return f"gives no receipt with {label}: {text}", f"gives {lines or 'none'}"
    return "", ""


def _looked_up(value: Any, side: Side) -> Missed:
    return _carried_out(value, side, effects.LookUp, "look up")


def _did(value: Any, side: Side) -> Missed:
    if value == []:
        done = [one.operation for one in side.wanted if isinstance(one, effects.Do)]
        return (f"does {_listed(done)}", "though nothing is to be done") if done else ("", "")
    return _carried_out(value, side, effects.Do, "do")


def _carried_out(value: Any, side: Side, kind: type[effects.LookUp] | type[effects.Do], verb: str) -> Missed:
    wanted: dict[str, Any] = value if isinstance(value, dict) else {str(value): {}}
    done = [one for one in side.wanted if isinstance(one, kind)]
    for operation, arguments in wanted.items():
        found = [one for one in done if one.operation == operation]
        if not found:
            return f"does not {verb} {operation}", f"does {_listed([one.operation for one in done])}"
        if not any(_within(arguments or {}, one.arguments) for one in found):
            return f"does not {verb} {operation} with {arguments}", f"but with {found[-1].arguments}"
    return "", ""


def _decided(value: Any, side: Side) -> Missed:
    found = {one.offer: one.outcome for one in side.wanted if isinstance(one, effects.Outcome)}
    for offer, outcome in value.items():
        if found.get(offer) != outcome:
            return f"{offer} is not {outcome}", f"outcomes: {found or 'none'}"
    return "", ""


def _handed_over(value: Any, side: Side) -> Missed:
    return _effect(value, side, effects.HandOver, "hands over")


def _called_back(value: Any, side: Side) -> Missed:
    return _effect(value, side, effects.CallBack, "promises a callback")


def _effect(
    value: Any, side: Side, kind: type[effects.HandOver] | type[effects.CallBack], what: str
) -> Missed:
    found = next((one for one in side.wanted if isinstance(one, kind)), None)
    if value is False:
        return (what, "") if found else ("", "")
    if found is None:
        return f"nobody {what}", f"it is at {_place(side)} and says {_quoted(side.texts)}"
    for name, wanted in (value if isinstance(value, dict) else {}).items():
        came = getattr(found, name, None)
        fits = set(wanted) <= set(came or ()) if isinstance(wanted, list) else came == wanted
        if not fits:
            return f"{what}, not with {name}: {wanted}", f"but {name}: {came}"
    return "", ""


def _waits(value: Any, side: Side) -> Missed:
    return ("", "") if _place(side) == value else (f"is not at {value}", f"but at {_place(side)}")


def _level(value: Any, side: Side) -> Missed:
    level = Disclosure(side.session.level).name.lower()
    return ("", "") if level == value else (f"is not {value}", f"but {level}")


def _language(value: Any, side: Side) -> Missed:
    language = side.session.language
    return ("", "") if language == value else (f"does not speak {value}", f"but {language}")


def _recorded(value: Any, side: Side) -> Missed:
    wanted: dict[str, Any] = value if isinstance(value, dict) else {value: {}}
    for kind, properties in wanted.items():
        found = [one.properties for one in side.records if one.type == kind]
        if not any(_within(properties or {}, one) for one in found):
            came = found or sorted({one.type for one in side.records})
            return f"does not put {kind} {properties or ''} on record", f"but {came}"
    return "", ""


def _ended(value: Any, side: Side) -> Missed:
    end = side.ended
    if end is None:
        return f"has not ended {value}", f"it is at {_place(side)}"
    came = "solved" if end.solved and end.outcome == "completed" else end.outcome
    return ("", "") if value in (came, end.outcome) else (f"has not ended {value}", f"but {came}")


_EXPECTED: Mapping[str, Callable[[Any, Side], Missed]] = {
    "never": _never,
    "options": _options,
    "asked": _asked,
    "article": _article,
    "receipt": _receipt,
    "looked_up": _looked_up,
    "did": _did,
    "decided": _decided,
    "handed_over": _handed_over,
    "called_back": _called_back,
    "waits": _waits,
    "level": _level,
    "language": _language,
    "recorded": _recorded,
    "ended": _ended,
}


def _within(wanted: Any, came: Any) -> bool:
    """Whether all that is wanted is there; amounts of money compare in major units."""
    if isinstance(wanted, dict) and isinstance(came, dict):
        return all(name in came and _within(one, came[name]) for name, one in wanted.items())
    if isinstance(came, dict) and set(came) == {"amount", "currency"} and isinstance(wanted, int | float):
        return bool(abs(came["amount"] / 100 - wanted) < 0.005)
    return bool(wanted == came)


def _place(side: Side) -> str:
    stack = side.session.stack
    return f"{stack[-1].flow}.{stack[-1].step}" if stack else "the end"


def _quoted(texts: list[str]) -> str:
    return " / ".join(f'"{text}"' for text in texts) or "nothing"


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "nothing"
