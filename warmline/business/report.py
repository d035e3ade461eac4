"""What was found wrong in a business folder: collected while reading, printed for people."""

from collections.abc import Iterable

from warmline.business.model import Problem

PLACE_WIDTH = 34
WHAT_WIDTH = 56


class Report:
    """Collects problems and warnings; whoever reads goes on after each, so that all are found."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def problem(self, file: str, line: int, what: str, remedy: str) -> None:
        """Something for which the folder is refused. `line` 0 means the whole file."""
        self._found[Problem(file, line, _plain(what), _plain(remedy))] = None

    def warning(self, file: str, line: int, what: str, remedy: str) -> None:
        """Something worth knowing that does not keep the folder from being loaded."""
        self._found[Problem(file, line, _plain(what), _plain(remedy), "warning")] = None

    @property
    def refused(self) -> int:
        """How many problems there are, warnings not counted."""
        return sum(found.level == "problem" for found in self._found)

    def sorted(self) -> list[Problem]:
        """Everything found, by file and line, in the order found within a line."""
        return sorted(self._found, key=lambda found: (found.file, found.line))


def render(problems: Iterable[Problem], *, running: bool = True) -> str:
    """Problems as an aligned table with a closing line, as `warmline check` prints them.

    `running` says whether another version of the business is in use meanwhile.
    """
    found = list(problems)
    place_width = _width((problem.place for problem in found), PLACE_WIDTH)
    what_width = _width((_what(problem) for problem in found), WHAT_WIDTH)
    lines = [
        f"{problem.place:<{place_width}}  {_what(problem):<{what_width}}  {problem.remedy}".rstrip()
        for problem in found
    ]
    return "\n".join([*lines, _closing(found, running)])


def _what(problem: Problem) -> str:
    return problem.what if problem.level == "problem" else f"{problem.level}: {problem.what}"


def _width(texts: Iterable[str], most: int) -> int:
    return max((len(text) for text in texts if len(text) <= most), default=0)


def _closing(found: list[Problem], running: bool) -> str:
    refused = sum(problem.level == "problem" for problem in found)
    warned = len(found) - refused
    counts = [_count(refused, "problem")] if refused else []
    counts += [_count(warned, "warning")] if warned else []
    if not counts:
        return "No problems."
    if not refused:
        return f"{counts[0]}. This business can be loaded."
    unchanged = "; the running one is unchanged" if running else ""
    return f"{' and '.join(counts)}. This business was not loaded{unchanged}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _plain(text: str) -> str:
    """On one line, and nothing in it that could move a terminal's cursor."""
    clean = "".join(char if char.isprintable() else " " for char in text)
    return clean if len(clean) <= 500 else clean[:499] + "…"
