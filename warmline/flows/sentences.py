"""What a step says: texts one after the other, each in the language of the session."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from warmline.conditions.said import Said
from warmline.conditions.texts import Text
from warmline.flows.matching import plain

if TYPE_CHECKING:
    from warmline.flows.run import Run


class Sentences:
    """Texts in their order. Those without facts in them are looked up once for each language."""

    __slots__ = ("_fixed", "_names", "said")

    def __init__(self, said: tuple[Said, ...] = ()) -> None:
        self.said = said
        self._fixed: dict[str, tuple[str, ...] | None] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def __iter__(self) -> Iterator[Said]:
        return iter(self.said)

    def __bool__(self) -> bool:
        return bool(self.said)

    def texts(self, run: "Run") -> tuple[str, ...]:
        """What is said now. Raises EvaluationError where a fact is odd, or above what the customer may be told."""
        language = run.session.language
        try:
            fixed = self._fixed[language]
        except KeyError:
            fixed = self._fixed[language] = self._found(language)
        if fixed is not None:
            return fixed
        frame, formats = run.told, run.formats
        return tuple([said.text(frame, formats) for said in self.said])

    def names(self, run: "Run") -> tuple[str, ...]:
        """What a label is called, as words compare: in the language of the session, and as it was written."""
        language = run.session.language
        found = self._names.get(language)
        if found is None:
            found = (*map(plain, self.texts(run)), *(plain(str(said)) for said in self.said))
            if self.fixed(language):
                self._names[language] = found
        return found

    def fixed(self, language: str) -> bool:
        """Whether it says the same to everybody who speaks a language."""
        return self._found(language) is not None

    def _found(self, language: str) -> tuple[str, ...] | None:
        found = []
        for said in self.said:
            text = said.in_language(language)
            fixed = text.fixed if isinstance(text, Text) else None
            if fixed is None:
                return None
            found.append(fixed)
        return tuple(found)


NOTHING = Sentences()
