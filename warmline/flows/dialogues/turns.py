"""What can stand in the turns of a dialogue, and of which type its value is."""

from collections.abc import Mapping

INPUTS: Mapping[str, tuple[type, ...]] = {
    "says": (str, int, float, dict),
    "keys": (str, int),
    "chooses": (str,),
    "asks": (str, dict),
    "silent": (bool,),
    "leaves": (bool,),
    "returns": (str, bool),
    "taken_over": (bool,),
    "given_back": (str, bool),
    "arrives": (str,),
}
"""What the customer does, or a person who takes over, or a system whose answer comes late."""

EXPECTATIONS: Mapping[str, tuple[type, ...]] = {
    "hears": (str, list, dict),
    "never": (str, list),
    "options": (list,),
    "asked": (str,),
    "article": (str,),
    "receipt": (dict,),
    "looked_up": (str, dict),
    "did": (str, dict, list),
    "decided": (dict,),
    "handed_over": (dict, bool),
    "called_back": (dict, bool),
    "waits": (str,),
    "level": (str,),
    "language": (str,),
    "recorded": (str, dict),
    "ended": (str,),
}
"""What is to have come of it since the customer last did something."""

TURNS: Mapping[str, tuple[type, ...]] = {**INPUTS, **EXPECTATIONS}
