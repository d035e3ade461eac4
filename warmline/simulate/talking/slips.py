"""Typing errors, as fingers make them."""

from random import Random

NEAR = {
    "a": "sq", "e": "wr", "i": "uo", "o": "ip", "u": "yi", "n": "bm", "t": "ry", "s": "ad", "r": "et", "l": "kp",
}  # fmt: skip
"""Keys beside a key."""


def with_slips(random: Random, text: str, share: float) -> str:
    """The text with a typing error in some of its words; what is not written with letters stays."""
    return " ".join(_slipped(random, word) if random.random() < share else word for word in text.split(" "))


def swapped(random: Random, digits: str) -> str:
    """A number with two neighbours that differ in each other's place; the same where there are none."""
    places = [place for place in range(len(digits) - 1) if digits[place] != digits[place + 1]]
    if not places:
        return digits
    place = random.choice(places)
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def _slipped(random: Random, word: str) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    place = random.randrange(1, len(word) - 1)
    kind = random.randrange(3)
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    near = NEAR.get(word[place].lower(), "")
    return word[:place] + (random.choice(near) if near else word[place] * 2) + word[place + 1 :]
