"""A prompt as a phone speaks it: sentences, then the keys."""

import re

from warmline.channels.rendering.numbering import PERSON, links, numbered
from warmline.flows.prompts import Field, Prompt
from warmline.language.words import Words

_END = re.compile(r"[.!?…。！？ฯ:]$")
_SPACE = re.compile(r"\s+")
_PAUSES = {"zh-Hans": ("，", "。"), "zh-Hant": ("，", "。"), "th": (" ", "")}
"""What stands between the parts of a list, and behind a sentence; Thai has spaces for both."""


def spoken(prompt: Prompt, words: Words, *, goes_on: bool = False) -> str:
    """What is said, in one breath: `Your bill is due. Press 1 to pay, 0 for a person.`

    Where it `goes_on` at once with another prompt, no keys are told: that one tells them.
    """
    said = [*prompt.texts, *(f"{label}: {value}" for label, value in prompt.receipt)]
    if prompt.field is not None:
        said.append(asked_for(prompt.field, words))
    said += [
        words.text("{label}: you find it at {address}", label=one.label, address=one.link)
        for one in links(prompt)
    ]
    if not goes_on:
        said.append(keys(prompt, words))
    return " ".join(_sentence(one, words) for one in said if one.strip())


def keys(prompt: Prompt, words: Words) -> str:
    """The keys and what they stand for; the first says what to do, the person comes last."""
    found = numbered(prompt, words)
    parts = []
    for place, (key, option) in enumerate(found):
        if key == PERSON and option.name == "person":
            label = words.text("a person")
        else:
            label = _SPACE.sub(" ", option.label).strip()
        said = _as_spoken(key, words)
        whole = "Press {key} for {label}" if place == 0 else "{key} for {label}"
        parts.append(words.text(whole, key=said, label=label))
    return _PAUSES.get(words.tag, (", ", "."))[0].join(parts)


def asked_for(field: Field, words: Words) -> str:
    """How to enter what is asked for with the keys of a phone; nothing where it is to be said."""
    if field.kind in ("digits", "account", "code", "phone", "postcode"):
        if field.length:
            return words.plural("Enter {n} digit.", "Enter {n} digits.", field.length, n=field.length)
        return words.text("Enter the number, then press the hash key.")
    if field.kind == "amount":
        return words.text("Enter the amount, then press the hash key; the star key is the decimal point.")
    if field.kind == "date":
        return words.text("Enter the date as eight digits: day, month, year.")
    return ""


def _as_spoken(key: str, words: Words) -> str:
    return key.replace("*", words.text("star ")).replace("#", words.text("hash "))


def _sentence(text: str, words: Words) -> str:
    clean = _SPACE.sub(" ", text).strip()
    return clean if _END.search(clean) else clean + _PAUSES.get(words.tag, (", ", "."))[1]
