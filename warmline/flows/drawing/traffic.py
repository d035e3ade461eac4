"""How many customers went which way through a flow."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Counts of some days. `steps` is how often each step was come to, `moves` from which step to which other one.

    `choices` is how often each option of a menu was chosen, by step and option.
    """

    steps: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[tuple[str, str], int] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], int] = field(default_factory=dict)


NOBODY = Traffic()
