"""How each language says a customer's words back: read from `words/<language>.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
UNSPACED = frozenset({"zh", "th"})
"""Written without spaces between words."""
SAME = {
    "zh": "zh-Hans",
    "tl": "fil",
    "zh-CN": "zh-Hans",
    "zh-SG": "zh-Hans",
    "zh-TW": "zh-Hant",
    "zh-HK": "zh-Hant",
}
"""Tags of languages that go by another name here."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one language has. `sorry` and `quote` hold the customer's words at `{said}`.

    `turns` are the words that change when somebody else says them, `asks` find a question, `opens` what a sentence
    may begin with that says nothing, `commands` begin what is wanted of us.
    """

    sorry: str
    quote: str
    turns: dict[str, str]
    turned: re.Pattern[str]
    asks: re.Pattern[str]
    opens: re.Pattern[str]
    commands: re.Pattern[str]
    spaced: bool


def words_of(language: str) -> Words | None:
    """The words of a language by its tag; None for one that has none."""
    name = SAME.get(language, language)
    if not (FOLDER / f"{name}.toml").exists():
        name = SAME.get(primary := language.partition("-")[0].lower(), primary)
    return _read(name)


@cache
def _read(name: str) -> Words | None:
    file = FOLDER / f"{name}.toml"
    if not name.replace("-", "").isalpha() or not file.exists():
        return None
    read = tomllib.loads(file.read_text("utf-8"))
    spaced = name.partition("-")[0] not in UNSPACED
    edge = r"(?<!\w)", r"(?!\w)"
    if not spaced:
        edge = "", ""

    def any_of(several: list[str]) -> str:
        longest_first = sorted(several, key=len, reverse=True)
        return "|".join(re.escape(one) for one in longest_first) or r"(?!)"

    asks = any_of(read["asks"])
    at_end = any_of(read.get("asks_at_end", []))
    return Words(
        sorry=read["sorry"],
        quote=read["quote"],
        turns=read["turn"],
        turned=re.compile(f"{edge[0]}(?:{any_of(list(read['turn']))}){edge[1]}", re.IGNORECASE),
        asks=re.compile(rf"^(?:{asks})(?!\w)|(?<!\w)(?:{at_end})\W*$" if spaced else asks, re.IGNORECASE),
        opens=re.compile(rf"^(?:(?:{any_of(read['opens'])}){edge[1]}[\s,.!，。！、]*)+", re.IGNORECASE),
        commands=re.compile(rf"^(?:{any_of(read['commands'])}){edge[1]}", re.IGNORECASE),
        spaced=spaced,
    )
