"""What the rooms read from the business folder beyond its own files, whether it is used or only checked."""

from typing import Any

from warmline.business.section import Section
from warmline.decisions.reading.section import DECISIONS
from warmline.knowledge.reading import KNOWLEDGE

SECTIONS: tuple[Section[Any], ...] = (DECISIONS, KNOWLEDGE)
