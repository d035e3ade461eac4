"""The tabs of whoever looks, on every page: what they have in hand, with what is new in each."""

from collections.abc import Sequence

from warmline.contacts.own import OwnContact
from warmline.desk.contact_list import length
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.pushed import Shown
from warmline.desk.story_piece import piece

TABS = 0
"""The place of the tabs among what is pushed: invitations have their numbers above it, answers of leads below."""


def tabs(say: Language, own: Sequence[OwnContact]) -> Shown:
    """One tab for each contact, in the order in which they were taken."""
    return piece(
        TABS,
        0,
        "contacts/tabs.html",
        say=say,
        own=[(one, in_words(one.live.contact.wants), _waits(say, one)) for one in own],
        new=sum(one.new for one in own),
    )


def _waits(say: Language, one: OwnContact) -> str:
    return length(say, one.unanswered_since) if one.unanswered_since else ""
