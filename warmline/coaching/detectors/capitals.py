"""Capital letters: words that are shouted, by somebody who does not always write so.

"I WAS NOT ABROAD", "S T O P" → capitals; "my SIM and the LTE of my POCO 5" says nothing
"""

import re
from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS, ONE_WORD, OFTEN = 40, 18, 12
MOST = 0.6
"""The share of letters that makes a text loud."""
_WORD = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?![A-Za-z]*\\s?\\d)|[^\\W\\d_]")
"""A word of letters that have capitals; one with a number behind it is a name: "the GALAXY 5"."""
_SPELLED = re.compile(
    r"(?<!\w)(?:[A-Z\u00c0-\u00de\u1ea0-\u1ef9][\s.-]+){3,}[A-Z\u00c0-\u00de\u1ea0-\u1ef9](?!\w)"
)
"""A word that is spelled out."""
_NAMES = """
    SIM ESIM LTE VOLTE WIFI SMS MMS PIN PUK OTP USSD IPTV FTTH ADSL VDSL DSL HDMI USB IMEI ICCID APN VPN DNS ATM GCASH
    IPHONE IPAD PRO MAX ULTRA PLUS MINI POCO OPPO VIVO ASUS NFC GPS HTTP HTTPS URL PDF ASAP FAQ DITO PLDT SMART GLOBE
    PIXEL GALAXY SAMSUNG HUAWEI XIAOMI REDMI REALME NOVA NOTE FLIP FOLD MATE HONOR NOKIA SONY VISA MASTERCARD ERROR CSKH
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
    if not moment.is_customers or (seen.hits_of("calm") and not seen.sounds_upset):
        return
    if _SPELLED.search(moment.text):
        yield Reason(code="capitals", points=POINTS, turn=moment.turn, times=1)
        return
    words = _WORD.findall(moment.text)
    asked = seen.earlier[-1].text if seen.earlier and seen.earlier[-1].by != "customer" else ""
    shouted = [word for word in words if is_shouted(word) and word not in asked]  # "reply STOP"
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
