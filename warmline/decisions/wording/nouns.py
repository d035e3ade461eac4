"""English for numbers of things: `there are 2 open cases`, `there is 1 open case`, `roaming is empty`."""

from warmline.language.messages import Message, Value, message

_AFTER_THE_HEAD = frozenset(
    (
        *("after", "at", "before", "by", "for", "from", "in", "now", "of", "on"),
        *("that", "to", "where", "with"),
    )
)
"""Words that end what is counted: `contacts` in `contacts in 7 days`."""


_SEVERAL = {"situations kept in mind": message("situation kept in mind")}
"""One of what a name of ours says of several."""


def is_plural(words: Value) -> bool:
    """Whether words name several things, as far as their ending tells."""
    return _head(str(words)) is not None


def there_are(words: Value, amount: Value = "", single: bool = False) -> Message:
    """`there are 2 open cases`, more than 2, or any without an amount; what names no things has entries."""
    if is_plural(words):
        if not amount:
            return message("there are %(things)s", things=words)
        if single:
            return message("there is %(n)s %(thing)s", n=amount, thing=one_of(words))
        return message("there are %(n)s %(things)s", n=amount, things=words)
    if not amount:
        return message("%(what)s has entries", what=words)
    if single:
        return message("%(what)s has %(n)s entry", what=words, n=amount)
    return message("%(what)s has %(n)s entries", what=words, n=amount)


def there_are_no(words: Value) -> Message:
    """`there are no open cases`, `roaming is empty`."""
    if is_plural(words):
        return message("there are no %(things)s", things=words)
    return message("%(what)s is empty", what=words)


def one_of(words: Value) -> Value:
    """One of several things: `open case` of `open cases`, `parcel on its way` of `parcels on their way`."""
    if isinstance(words, Message):
        if not words.values:
            return _SEVERAL.get(words.pattern, words)
        first, several = next(iter(words.values.items()))
        return Message(words.pattern, {**words.values, first: one_of(several)})
    place = _head(words) if isinstance(words, str) else None
    if place is None or not isinstance(words, str):
        return words
    found = words.split(" ")
    found[place] = _singular(found[place])
    return " ".join("its" if word == "their" else word for word in found)


def _head(words: str) -> int | None:
    """Where in the words the plural stands; None where there is none."""
    for place, word in enumerate(words.split(" ")):
        if word in _AFTER_THE_HEAD:
            return None
        if len(word) > 2 and word.isalpha() and word[-1] == "s" and not word.endswith(("ss", "us", "is")):
            return place
    return None


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]
