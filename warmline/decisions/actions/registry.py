"""All kinds of actions and proposals."""

from collections.abc import Callable, Mapping

from warmline.business.located import Node
from warmline.decisions.actions.base import Place, Read
from warmline.decisions.actions.call import CallWebhook
from warmline.decisions.actions.case import OpenCase
from warmline.decisions.actions.flow import BeginFlow
from warmline.decisions.actions.forget import Forget
from warmline.decisions.actions.message import Message
from warmline.decisions.actions.notify import Notify
from warmline.decisions.actions.proposals import Advice, Proposal, Proposed
from warmline.decisions.actions.remember import Remember
from warmline.decisions.actions.route import Route
from warmline.decisions.actions.set_traits import SetTraits

ACTIONS: Mapping[str, Read] = {
    SetTraits.kind: SetTraits.read,
    Remember.kind: Remember.read,
    Forget.kind: Forget.read,
    OpenCase.kind: OpenCase.read,
    Notify.kind: Notify.read,
    CallWebhook.kind: CallWebhook.read,
    Message.kind: Message.read,
    Route.kind: Route.read,
    BeginFlow.kind: BeginFlow.read,
}
"""What a policy can do about an event."""

PROPOSALS: Mapping[str, Callable[[Node, Place], Proposal | None]] = {
    Advice.kind: Advice.read,
    Proposed.kind: Proposed.read,
}
"""What a policy can answer when it is asked."""
