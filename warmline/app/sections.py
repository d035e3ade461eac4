"""What the rooms read from the business folder beyond its own files, whether it is used or only checked."""

from typing import Any

from warmline.business.section import Section
from warmline.channels.declared import CHANNELS
from warmline.decisions.reading.section import DECISIONS

SECTIONS: tuple[Section[Any], ...] = (DECISIONS, CHANNELS)
