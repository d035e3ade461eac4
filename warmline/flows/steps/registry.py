"""All kinds of steps."""

from collections.abc import Mapping
from typing import Any

from warmline.flows.model import Step
from warmline.flows.steps import (
    answer,
    ask,
    branch,
    call,
    callback,
    decide,
    do,
    end,
    handover,
    identify,
    look_up,
    menu,
    offer,
    say,
    survey,
    verify,
)

MODULES = (
    say,
    menu,
    ask,
    identify,
    verify,
    decide,
    offer,
    look_up,
    do,
    answer,
    branch,
    call,
    handover,
    callback,
    survey,
    end,
)
"""One for each kind, in the order in which they are explained."""

KINDS: Mapping[str, type[Step]] = {
    one.kind: one
    for one in (
        say.Say,
        menu.Menu,
        ask.Ask,
        identify.Identify,
        verify.Verify,
        decide.Decide,
        offer.Offer,
        look_up.LookUp,
        do.Do,
        answer.Answer,
        branch.Branch,
        call.Call,
        handover.HandOver,
        callback.Callback,
        survey.Survey,
        end.End,
    )
}
"""What a step can be, by the word it begins with."""

WRITTEN: Mapping[str, Any] = {module.__name__.rpartition(".")[2]: module.Written for module in MODULES}
"""The keys that each kind has."""
