"""The language of a short message, among those a business speaks.

    detect("Saan ko babayaran ang bill?", ("en", "zh-Hans", "zh-Hant", "th", "vi", "fil"))   # ("fil", 0.98)

What a script gives away is decided by it: Thai, Chinese and which of its two forms, the letters that
Vietnamese alone has. py3langid weighs the rest. Its model is loaded for the first message that needs it.
"""

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from babel.core import get_global

from warmline.language.chinese import HAN, only_simplified, only_traditional

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENOUGH = 0.5
"""Below this confidence, whoever asks goes on in the language they were in."""
LONGEST = 1_000
"""Characters that are looked at: nobody changes the language that late."""
_THAI = re.compile("[\u0e01-\u0e5b]")
_CHINESE = re.compile(f"[{HAN}]")
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\u1100-\u11ff\uac00-\ud7af]")
_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]", re.IGNORECASE)
_LATIN = re.compile("[a-z\u00c0-\u024f\u1e00-\u1eff]", re.IGNORECASE)
_OTHERS = re.compile("[\u0370-\u0dff\u0e80-\u10ff\u1200-\u1dff]")
_WEIGHT = 2
"""A character of Thai or Chinese says as much as two letters, and people write names of products in Latin."""
_LETTERS = 8
"""With fewer letters less is sure: "ok" and "SIM" are written in the middle of any language."""
_STAYING = 8.0
"""How many times likelier it is that somebody goes on in the language they were in than that they change it."""
_MODEL_NAMES = {"fil": "tl"}
_model_lock = threading.Lock()


class Detected(NamedTuple):
    """A language tag of the business with how sure it is, from 0 to 1."""

    language: str
    confidence: float


def detect(text: str, languages: Sequence[str], current: str = "") -> Detected:
    """The language of `text` among `languages`; `current` wins where two are as likely ("你好" in either Chinese).

    Where the text says nothing (digits, emoji, another script) it is `current`, or the first language, at 0.
    """
    looked_at = unicodedata.normalize("NFC", text[:LONGEST])
    thai = _WEIGHT * len(_THAI.findall(looked_at))
    chinese = _WEIGHT * len(_CHINESE.findall(looked_at))
    latin = len(_LATIN.findall(looked_at))
    others = len(_OTHERS.findall(looked_at)) + 2 * _WEIGHT * len(_KANA_OR_HANGUL.findall(looked_at))
    known = thai + chinese + latin + others
    best = max(thai, chinese, latin, others)
    if not known or best == others:
        return Detected(current or languages[0], 0.0)
    if best == latin:
        return _latin(looked_at, languages, current)
    share = best / known
    if best == thai:
        return _first(languages, "th", current, share)
    return _chinese(looked_at, languages, current, share)


def prepare(languages: Sequence[str]) -> None:
    """Have ready what telling these languages apart needs: that takes a moment."""
    detect("hello", languages)


def _first(languages: Sequence[str], primary: str, current: str, confidence: float) -> Detected:
    """The current or first language with a primary tag, if the business has one."""
    spoken = [tag for tag in languages if tag.partition("-")[0] == primary]
    if not spoken:
        return Detected(current or languages[0], 0.0)
    return Detected(current if current in spoken else spoken[0], confidence)


def _chinese(text: str, languages: Sequence[str], current: str, share: float) -> Detected:
    """Simplified or Traditional by the characters that only one of them has."""
    simplified = sum(character in only_simplified() for character in text)
    traditional = sum(character in only_traditional() for character in text)
    wanted = "zh-Hans" if simplified > traditional else "zh-Hant"
    if simplified == traditional or wanted not in languages:
        return _first(languages, "zh", current, share)
    return Detected(wanted, share * max(simplified, traditional) / (simplified + traditional))


def _latin(text: str, languages: Sequence[str], current: str) -> Detected:
    if _VIETNAMESE.search(text):
        found = _first(languages, "vi", current, 1.0)
        if found.confidence:
            return found
    candidates = {_model_name(tag): tag for tag in reversed(languages) if _is_latin(tag)}
    if current in languages and _is_latin(current):
        candidates[_model_name(current)] = current
    model = _model(tuple(sorted(candidates)))
    if model is None:
        return Detected(current or languages[0], 0.0)
    weights = {candidates[name]: likelihood for name, likelihood in model.rank(text)}
    if current in weights:
        weights[current] *= _STAYING
    tag = max(weights, key=lambda one: weights[one])
    letters = len(_LATIN.findall(text))
    return Detected(tag, weights[tag] / sum(weights.values()) * min(1.0, letters / _LETTERS))


def _model_name(tag: str) -> str:
    primary = tag.partition("-")[0]
    return _MODEL_NAMES.get(primary, primary)


@cache
def _is_latin(tag: str) -> bool:
    """Whether a language is usually written in Latin letters (CLDR's likely subtags)."""
    likely = get_global("likely_subtags").get(tag.partition("-")[0], "")
    return "Latn" in (*tag.split("-"), *likely.split("_"))


def _model(names: tuple[str, ...]) -> "LanguageIdentifier | None":
    """py3langid restricted to these languages; None where it knows none of them. Whoever comes while it loads waits."""
    with _model_lock:
        return _loaded(names)


@lru_cache(maxsize=16)
def _loaded(names: tuple[str, ...]) -> "LanguageIdentifier | None":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = sorted(set(names) & set(model.labels))
    if not known:
        return None
    model.set_languages(known)
    return model
