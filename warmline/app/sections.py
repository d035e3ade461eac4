"""What the rooms read from the business folder beside its own files."""

from typing import Any

from warmline.business.section import Section
from warmline.decisions.reading.section import DECISIONS

SECTIONS: tuple[Section[Any], ...] = (DECISIONS,)
