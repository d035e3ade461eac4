"""All kinds of steps."""

from collections.abc import Mapping
from typing import Any

from warmline.flows.model import Step
from warmline.flows.steps import ask, branch, call, callback, do, end, handover, look_up, menu, say

KINDS: Mapping[str, type[Step]] = {
    one.kind: one
    for one in (
        say.Say,
        menu.Menu,
        ask.Ask,
        look_up.LookUp,
        do.Do,
        branch.Branch,
        call.Call,
        handover.HandOver,
        callback.Callback,
        end.End,
    )
}
"""What a step can be, by the word it begins with."""

WRITTEN: Mapping[str, Any] = {
    one.__name__.rpartition(".")[2]: one.Written
    for one in (say, menu, ask, look_up, do, branch, call, handover, callback, end)
}
"""The keys that each kind has."""
