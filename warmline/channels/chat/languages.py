"""Which of the business's languages a customer is spoken to in."""

from collections.abc import Iterable

from warmline.language.formats import Formats

_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
"""Where people write the name of their language otherwise than CLDR lists it."""


def accepted(header: str, spoken: Iterable[str]) -> str:
    """The first of `spoken` that a browser asks for by Accept-Language (RFC 9110); "" where none fits."""
    known = list(spoken)
    for wanted in _by_quality(header):
        if found := matching(wanted, known):
            return found
    return ""


def matching(tag: str, spoken: Iterable[str]) -> str:
    """The language of `spoken` that a tag means: `zh-Hant` for `zh-TW`, `fil` for `tl-PH`; "" for none."""
    parts = tag.strip().replace("_", "-").casefold().split("-")
    if parts[0] == "zh":
        traditional = {"hant", "tw", "hk", "mo"} & set(parts)
        parts = ["zh", "hant" if traditional else "hans"]
    if parts[0] == "tl":
        parts[0] = "fil"
    known = {one.casefold(): one for one in spoken}
    while parts:
        if found := known.get("-".join(parts)):
            return found
        parts.pop()
    return ""


def own_name(tag: str) -> str:
    """What a language calls itself, as it stands in a choice of languages: `Tiếng Việt`."""
    name = _NAMES.get(tag) or Formats(tag, "UTC", 0).language(tag)
    return name[:1].upper() + name[1:]


def _by_quality(header: str) -> list[str]:
    found: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, _, rest = part.partition(";")
        name, _, value = rest.strip().partition("=")
        try:
            quality = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            quality = 0.0
        if tag.strip() and quality > 0:
            found.append((quality, tag.strip()))
    return [tag for _, tag in sorted(found, key=lambda one: -one[0])]
