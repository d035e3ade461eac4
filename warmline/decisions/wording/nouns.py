"""English for numbers of things: `there are 2 open cases`, `there is 1 open case`, `roaming is empty`."""

_AFTER_THE_HEAD = frozenset(
    (
        *("after", "at", "before", "by", "for", "from", "in", "now", "of", "on"),
        *("that", "to", "where", "with"),
    )
)
"""Words that end what is counted: `contacts` in `contacts in 7 days`."""


def is_plural(words: str) -> bool:
    """Whether words name several things, as far as their ending tells."""
    return _head(words) is not None


def there_are(words: str, amount: str = "", single: bool = False) -> str:
    """`there are 2 open cases`, more than 2, or any without an amount; what names no things has entries."""
    number = f"{amount} " if amount else ""
    if is_plural(words):
        return f"there is {number}{one_of(words)}" if single else f"there are {number}{words}"
    if amount == "no":
        return f"{words} is empty"
    return f"{words} has {number}{'entry' if single else 'entries'}"


def one_of(words: str) -> str:
    """One of several things: `open case` of `open cases`, `parcel on its way` of `parcels on their way`."""
    place = _head(words)
    if place is None:
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
