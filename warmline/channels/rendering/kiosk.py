"""A prompt as a kiosk shows it: one step that fills the screen, with the pad that fits what is asked."""

from typing import Literal

from msgspec import Struct

from warmline.channels.rendering.numbering import is_link, links, person
from warmline.channels.rendering.screen import Choice, choice
from warmline.flows.prompts import Field, Prompt
from warmline.language.words import Words

Pad = Literal["", "numbers", "amount", "date", "letters"]
_PADS: dict[str, Pad] = {
    "digits": "numbers",
    "account": "numbers",
    "phone": "numbers",
    "code": "numbers",
    "amount": "amount",
    "date": "date",
    "choice": "",
}


class Step(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One screen of a kiosk. `heading` is what is asked or said last; `texts` is what came before it.

    `addresses` are shown to be read, as nothing leads away from a kiosk. `secret` shows dots in the place of digits.
    """

    language: str
    heading: str
    person: Choice
    texts: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()
    pad: Pad = ""
    length: int = 0
    secret: bool = False
    example: str = ""
    receipt: tuple[tuple[str, str], ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    hold: int = 0


def step(prompt: Prompt, words: Words) -> Step:
    """A prompt as one screen."""
    field = prompt.field
    return Step(
        language=prompt.language,
        heading=prompt.texts[-1] if prompt.texts else "",
        texts=prompt.texts[:-1],
        options=tuple(choice(one) for one in prompt.options if not (one.kind == "person" or is_link(one))),
        person=choice(person(prompt, words)),
        pad=pad(field),
        length=field.length if field else 0,
        secret=bool(field and field.secret),
        example=field.example if field else "",
        receipt=prompt.receipt,
        addresses=tuple((one.label, one.link.removeprefix("https://")) for one in links(prompt)),
        hold=prompt.hold,
    )


def pad(field: Field | None) -> Pad:
    """What is entered with: a number pad for numbers, letters for words; nothing where nothing is asked for."""
    return _PADS.get(field.kind, "letters") if field else ""
