"""What the detectors remember of a contact between two turns."""

import msgspec

MOST_STEPS = 200


class Memory(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Counts of one contact, and never a word of it.

    `steps` is how often each step of a flow was come to, `step` the one come to last. `missed` is how often in a row
    the flow did not understand, `silent` how often in a row nothing came. `asked_person` is how often a person was
    asked for, last at the turn `asked_at`. `spoke` is in how many turns the customer spoke, `shouted` in how many they
    shouted, `upset` whether they were so in their last one. `agent` is the turn at which a person spoke first, `about`
    what it was known to be about, `interest` whether it was looked at what the customer is interested in.
    """

    steps: dict[str, int] = {}
    step: str = ""
    missed: int = 0
    silent: int = 0
    asked_person: int = 0
    asked_at: int = 0
    shouted: int = 0
    spoke: int = 0
    agent: int = 0
    upset: bool = False
    about: str = ""
    interest: bool = False
