"""What a person did after they had stepped into a flow: kept as an outcome of the step at which they did."""

from typing import Literal

from warmline.contacts.work import Work

Did = Literal["solved", "closed", "gave_back", "passed_on", "offered", "acted"]


def person_did(work: Work, by: str, did: Did, what: str = "") -> None:
    """Put on record what somebody (the id of their account) did, where the customer came out of a flow.

    `what` names the offer, the action or the flow, where there is one.
    """
    place = work.record.place_in_flows
    if place is not None and place.step:
        said = {"flow": place.flow, "step": place.step, "by": f"staff:{by}", "did": did, "what": what or None}
        work.put("contact.person_did", said)
