"""A text for customers in all languages of the business: `said.text(frame, formats)` says it in the reader's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from warmline.conditions.condition import Expression
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import BadValue, EvaluationError
from warmline.conditions.texts import Text
from warmline.conditions.types import INT
from warmline.language.formats import Formats
from warmline.language.messages import message

COUNT = "count"
"""What a text with a plural calls its number."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text for customers as it is written in the business folder: what there is to translate, and where it stands.

    `other` is its plural, "" where it has none. `about` tells translators what it is.
    """

    source: str
    file: str
    line: int
    other: str = ""
    about: str = ""


class Spoken(Protocol):
    """A text in one language."""

    @property
    def expressions(self) -> list[Expression]:
        """What it says of the facts."""
        ...

    def said(self, frame: Frame, formats: Formats) -> str:
        """The text for these facts. Raises EvaluationError."""
        ...


class Said:
    """A text in every language it was translated into; in others it is said as it was written.

    `texts` maps languages to it, `source` is the one it was written in.
    """

    __slots__ = ("_texts", "source", "wording")

    def __init__(self, wording: Wording, source: Spoken, texts: Mapping[str, Spoken]) -> None:
        self.wording = wording
        self.source = source
        self._texts = dict(texts)

    def text(self, frame: Frame, formats: Formats) -> str:
        """The text for these facts, in the language of `formats`. Raises EvaluationError."""
        return self.in_language(formats.tag).said(frame, formats)

    def in_language(self, tag: str) -> Spoken:
        """The text in a language, or in the nearest there is: `zh-Hant` for `zh-Hant-HK`."""
        while tag:
            if (text := self._texts.get(tag)) is not None:
                return text
            tag = tag.rpartition("-")[0]
        return self.source

    @property
    def expressions(self) -> list[Expression]:
        """What it says of the facts, the same in all languages."""
        return self.source.expressions

    def __str__(self) -> str:
        """The text as it was written."""
        return self.wording.source


class Counted:
    """A text with one form for each plural of its language; `index` says which one a number takes."""

    __slots__ = ("_count", "_forms", "_index", "_slot")

    def __init__(
        self, forms: tuple[Text, ...], count: Expression, environment: Environment, index: "Index"
    ) -> None:
        """`environment` is that of `count`; the forms are of `with_count(environment)`."""
        self._forms = forms
        self._count = count
        self._index = index
        self._slot = environment.first_free

    @property
    def expressions(self) -> list[Expression]:
        """What any of its forms says of the facts, and what is counted."""
        return [self._count, *(one for form in self._forms for one in form.expressions)]

    def said(self, frame: Frame, formats: Formats) -> str:
        """The form for the number, which is `count` in it. Raises EvaluationError."""
        count = self._count.value(frame)
        if isinstance(count, EvaluationError):
            raise count
        if isinstance(count, bool) or not isinstance(count, int):
            raise BadValue(message("%(text)s is not a whole number", text=self._count.text))
        form = self._forms[min(self._index(abs(count)), len(self._forms) - 1)]
        return form.said([*frame[: self._slot], count, *frame[self._slot :]], formats)


class Index(Protocol):
    """Which plural form a number takes, from 0."""

    def __call__(self, number: int, /) -> int: ...


def source_index(number: int) -> int:
    """The forms `one` and `other` that texts are written in."""
    return 0 if number == 1 else 1


def with_count(environment: Environment) -> Environment:
    """What the forms of a plural see: all that the environment has, and the number."""
    return environment.beside(COUNT, INT)
