"""How long a text takes to speak, roughly: as a clear voice on a phone says it, somewhat slower than people talk.

The rates are assumptions: those of careful speech in English (150 words of five letters a minute) and Chinese (240
characters a minute), and for the others what carries about as much in the same time. That it does is the finding of
Coupé, Oh, Dediu and Pellegrino, "Different languages, similar encoding efficiency", Science Advances 5 (2019).
"""

from warmline.language.braces import split

LETTERS_A_SECOND = {"en": 15.0, "fil": 14.0, "vi": 15.0, "th": 12.5, "zh": 15.0}
"""Characters, spaces included, of scripts with letters; for Chinese, of the foreign words in it."""
OTHER_LETTERS_A_SECOND = 14.0
HAN_A_SECOND = 4.0
DIGITS_A_SECOND = 3.0
SECONDS_OF_A_FACT = 1.0
"""An amount, a day or a name, whose text is known only when it is said."""
PAUSES = {
    ".": 0.5,
    "?": 0.5,
    "!": 0.5,
    "。": 0.5,
    "？": 0.5,
    "！": 0.5,
    ",": 0.2,
    ";": 0.3,
    ":": 0.3,
    "，": 0.2,
    "、": 0.2,
}


def seconds(written: str, tag: str) -> float:
    """How long a text with facts in braces takes to say in a language. Raises Unbalanced."""
    letters = LETTERS_A_SECOND.get(tag.partition("-")[0], OTHER_LETTERS_A_SECOND)
    took = 0.0
    for part, is_fact in split(written):
        took += SECONDS_OF_A_FACT if is_fact else sum(_seconds(char, letters) for char in part)
    return took


def _seconds(char: str, letters: float) -> float:
    if char in PAUSES:
        return PAUSES[char]
    if char.isdigit():
        return 1 / DIGITS_A_SECOND
    if "\u3400" <= char <= "\u9fff":
        return 1 / HAN_A_SECOND
    return 1 / letters
