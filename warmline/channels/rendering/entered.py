"""What customers key, write or press, as the flow takes it."""

from warmline.channels.rendering.numbering import AT_EVERY_MOMENT, PERSON, numbered
from warmline.flows.inputs import Asked, Chose, Keyed, Said
from warmline.flows.prompts import Option, Prompt
from warmline.language.words import Words

Entered = Said | Keyed | Chose | Asked

_ASKED: dict[str, Entered] = {
    PERSON: Asked(what="person"),
    f"*{PERSON}": Asked(what="person"),
    AT_EVERY_MOMENT["repeat"]: Asked(what="repeat"),
    AT_EVERY_MOMENT["back"]: Asked(what="back"),
    AT_EVERY_MOMENT["language"]: Asked(what="language"),
}


def keyed(prompt: Prompt | None, keys: str, words: Words) -> Entered:
    """Keys of a phone or a pad: an option where they stand for one, else an entry for the flow to read."""
    plain = keys.removesuffix("#")
    if plain in _ASKED:
        return _ASKED[plain]
    option = _keyed(prompt, plain, words) if prompt is not None else None
    if option is not None:
        return chosen(option)
    return Keyed(keys=keys)


def written(prompt: Prompt | None, text: str, words: Words) -> Entered:
    """A line of plain text: the number or the label of an option, else words."""
    line = " ".join(text.split())
    number = line.rstrip(".)")
    if number in _ASKED:
        return _ASKED[number]
    if prompt is None:
        return Said(text=text)
    option = _keyed(prompt, number, words) or _labelled(prompt, line, words)
    return chosen(option) if option else Said(text=text)


def chosen(option: Option) -> Entered:
    """An option that was pressed: what may be asked at every moment is asked, whatever the option is called."""
    if option.kind in ("person", "repeat", "back", "language"):
        return Asked(what=option.kind)
    return Chose(option=option.name)


def _keyed(prompt: Prompt, keys: str, words: Words) -> Option | None:
    """The option with these keys; a number that answers what is asked for is none."""
    if prompt.field is not None and keys.isdigit():
        return None
    return next((option for key, option in numbered(prompt, words) if key == keys), None)


def _labelled(prompt: Prompt, line: str, words: Words) -> Option | None:
    wanted = line.casefold()
    for _, option in numbered(prompt, words):
        if wanted in (" ".join(option.label.split()).casefold(), option.name.casefold()):
            return option
    return None
