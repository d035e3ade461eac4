"""The text of an article for the ear, or for a page that shows it to anybody."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def passages(text: str) -> list[str]:
    """The paragraphs, headings and points of a Markdown text, each as plain text on one line."""
    found = (_plain(token) for token in _parser().parse(text))
    return [passage for passage in found if passage]


def spoken(text: str) -> str:
    """A Markdown text as plain text, a line for each paragraph: what links lead to and pictures are left out."""
    return "\n".join(passages(text))


def html(text: str) -> str:
    """A Markdown text as HTML that is safe on any page.

    HTML in the text is shown as text, pictures as what they are called, and links lead to http(s) alone.
    """
    return str(_parser().render(text))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.disable(["image", "html_block", "html_inline"])
    parser.validateLink = _is_web_address  # type: ignore[method-assign]
    parser.add_render_rule("link_open", _link_open)
    return parser


def _is_web_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _link_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    """A link that tells nobody where its reader came from."""
    tokens[index].attrSet("rel", "noopener noreferrer")
    return str(renderer.renderToken(tokens, index, options, environment))


def _plain(token: Token) -> str:
    if token.type in ("code_block", "fence"):
        return " ".join(token.content.split())
    if token.type != "inline":
        return ""
    parts = (_BREAKS.get(child.type, child.content) for child in token.children or ())
    return " ".join("".join(parts).split())
