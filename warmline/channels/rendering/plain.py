"""A prompt as plain text, for channels that have nothing else: numbered lines, in parts of limited length."""

from warmline.channels.rendering.numbering import links, numbered
from warmline.flows.prompts import Prompt
from warmline.language.words import Words

MOST = 320
"""Characters of one part: two text messages long."""


def plain(prompt: Prompt, words: Words, most: int = MOST, *, goes_on: bool = False) -> list[str]:
    """The parts to be sent, in order; each has at most `most` characters. A line is only broken where it must be.

    Where it `goes_on` with another question, what can be answered is left to that one.
    """
    lines = [line for text in prompt.texts for line in text.splitlines() if line.strip()]
    lines += [f"{label}: {value}" for label, value in prompt.receipt]
    if prompt.field is not None and prompt.field.example and not goes_on:
        lines.append(words.text("For example: {example}", example=prompt.field.example))
    lines += [f"{_line(option.label)}: {option.link}" for option in links(prompt)]
    if not goes_on:
        lines += [f"{key} {_line(option.label)}".rstrip() for key, option in numbered(prompt, words)]
    return broken("\n".join(lines), most)


def broken(text: str, most: int = MOST) -> list[str]:
    """A text in parts of at most `most` characters; lines without words are left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return _parts([piece for line in lines for piece in _broken(line, most)], most)


def _line(text: str) -> str:
    return " ".join(text.split())


def _parts(lines: list[str], most: int) -> list[str]:
    parts: list[str] = []
    for line in lines:
        if parts and len(parts[-1]) + 1 + len(line) <= most:
            parts[-1] += "\n" + line
        else:
            parts.append(line)
    return parts


def _broken(line: str, most: int) -> list[str]:
    """A line in pieces that fit: between words, anywhere where there are no spaces (Thai, Chinese)."""
    pieces = []
    while len(line) > most:
        cut = line.rfind(" ", most // 2, most + 1)
        cut = cut if cut > 0 else most
        pieces.append(line[:cut].rstrip())
        line = line[cut:].lstrip()
    return [*pieces, line] if line else pieces
