"""Playing all dialogues of a folder with its own flows, policies and translations."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from warmline.app.sections import SECTIONS
from warmline.business.folder import read_folder
from warmline.business.load import load_folder
from warmline.business.model import BusinessError
from warmline.business.report import Report
from warmline.cli.dialogue_articles import Articles
from warmline.cli.dialogue_policies import Policies
from warmline.flows.dialogues.model import Dialogue, Difference
from warmline.flows.dialogues.playing import Player
from warmline.flows.dialogues.reading import read_dialogues
from warmline.flows.model import BUILT_IN, Flow
from warmline.flows.reading.section import FLOWS


@dataclass(slots=True)
class Played:
    """What came of playing: how many dialogues, how often over all languages, and what differs.

    `walked` are the steps that a dialogue came to, of all `steps` of the business, as `flow.step`.
    """

    dialogues: int = 0
    played: int = 0
    differences: list[Difference] = field(default_factory=list)
    walked: set[str] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)

    @property
    def untried(self) -> list[str]:
        """The steps that no dialogue came to."""
        return sorted(self.steps - self.walked)

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "dialogues": self.dialogues,
            "played": self.played,
            "untried": self.untried,
            "differences": [msgspec.to_builtins(one) for one in self.differences],
        }


def played(folder: Path, only: str = "", language: str = "") -> Played:
    """Plays the dialogues of a business folder whose name or file holds `only`, in `language` or in those they list.

    Raises BusinessError with all problems of the folder and of the dialogues.
    """
    report = Report()
    files = read_folder(folder, report)
    business = load_folder(files, SECTIONS, report)
    book = FLOWS.of(business)
    report = Report()
    dialogues = read_dialogues(files, business, book.flows, report)
    if report.refused:
        raise BusinessError(report.sorted())
    player = Player(business, book, Policies(business), Articles(business))
    result = Played(steps={f"{flow.name}.{step}" for flow in book.flows.values() for step in _own(flow)})
    for dialogue in dialogues:
        if only and only not in f"{dialogue.file} {dialogue.name}":
            continue
        wanted = _in(dialogue, language)
        if wanted.languages:
            result.dialogues += 1
            result.played += len(wanted.languages)
            result.differences += player.play(wanted)
    result.walked = player.walked & result.steps
    return result


def _own(flow: Flow) -> list[str]:
    return [] if flow.name == BUILT_IN else list(flow.steps)


def _in(dialogue: Dialogue, language: str) -> Dialogue:
    if not language:
        return dialogue
    return replace(dialogue, languages=tuple(one for one in dialogue.languages if one == language))
