"""A prompt as a chat draws it: the same, without what is meant for people who watch."""

from msgspec import Struct

from warmline.channels.rendering.numbering import is_link, person
from warmline.flows.prompts import Field, Option, Prompt
from warmline.language.words import Words


class Choice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An option on a screen. `key` chooses it on a keyboard or a number pad."""

    name: str
    label: str
    key: str = ""
    kind: str = "option"
    link: str = ""


class Screen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was said, and what can be answered."""

    language: str
    texts: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()
    field: Field | None = None
    receipt: tuple[tuple[str, str], ...] = ()
    hold: int = 0


def screen(prompt: Prompt, words: Words) -> Screen:
    """A prompt for a screen; a person is always among the options, the reasons why they stand there are not."""
    others = [one for one in prompt.options if one.kind != "person"]
    return Screen(
        language=prompt.language,
        texts=prompt.texts,
        options=tuple(choice(one) for one in (*others, person(prompt, words))),
        field=prompt.field,
        receipt=prompt.receipt,
        hold=prompt.hold,
    )


def choice(option: Option) -> Choice:
    """An option as customers get it: a link only where it leads to an https address."""
    link = option.link if is_link(option) else ""
    kind = "option" if option.kind == "link" and not link else option.kind
    return Choice(name=option.name, label=option.label, key=option.key, kind=kind, link=link)
