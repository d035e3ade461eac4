"""Capital letters: words that are shouted, by somebody who does not always write so.

"I WAS NOT ABROAD" → capitals; "my SIM and the LTE of my POCO" says nothing
"""

import re
from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS, ONE_WORD, OFTEN = 40, 18, 12
MOST = 0.6
"""The share of letters that makes a text loud."""
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = """
    SIM ESIM LTE VOLTE WIFI SMS MMS PIN PUK OTP USSD IPTV FTTH ADSL VDSL DSL HDMI USB IMEI ICCID APN VPN DNS ATM GCASH
    IPHONE IPAD PRO MAX ULTRA PLUS MINI POCO OPPO VIVO ASUS NFC GPS HTTP HTTPS URL PDF ASAP FAQ DITO PLDT SMART GLOBE
    TRUE AIS DTAC VNPT FPT MOBI VIETTEL VNEID CCCD NETFLIX HBO GAME OK FYI ETA NTC DSWD PWD VIP PLAN MNP FUP GB MB
"""
_SHORT_NAMES = frozenset(_NAMES.split())
"""Names that are always written so."""


def is_shouted(word: str) -> bool:
    """Whether a word is in capitals that need not be."""
    return len(word) > 1 and word.isupper() and word.upper() != word.lower() and word not in _SHORT_NAMES


def is_loud(text: str) -> bool:
    """Whether most of a text is shouted."""
    words = _WORD.findall(text)
    letters = sum(len(word) for word in words if is_shouted(word))
    return letters >= 4 and letters >= MOST * sum(map(len, words))


def _look(seen: Seen) -> Iterable[Reason]:
    moment, memory = seen.moment, seen.memory
    if not moment.is_customers:
        return
    words = _WORD.findall(moment.text)
    shouted = [word for word in words if is_shouted(word)]
    letters = sum(map(len, shouted))
    if not shouted or (len(shouted) == 1 and len(shouted[0]) < 3):
        return
    if memory.shouted > 1 and memory.shouted * 2 > memory.spoke:
        points = OFTEN
    elif is_loud(moment.text) and letters >= 8 and len(shouted) > 1:
        points = POINTS
    elif len(words) > len(shouted):
        points = min(POINTS, ONE_WORD + 6 * (len(shouted) - 1))
    else:
        return
    yield Reason(code="capitals", points=points, turn=moment.turn, times=len(shouted))


DETECTOR = detector("capitals", "frustration", "said")(_look)
