"""What is advised in contacts, for tests: an approval that is asked for, something that a system carries out."""

from typing import Any

from warmline.coaching.advising.model import Approval, Carried


def asked(contact: str, **more: Any) -> Approval:
    """Ana asks for a credit beyond her authority; `more` is what is otherwise."""
    usual: dict[str, Any] = {
        "number": 0,
        "decision": "d-1",
        "action": "credit",
        "title": "Credit",
        "cost": 650,
        "limit": 500,
        "currency": "PHP",
        "by": "ana",
        "name": "Ana",
        "why": "",
        "asked": 1,
    }
    return Approval(contact=contact, **{**usual, **more})


def carried(contact: str, **more: Any) -> Carried:
    """Billing gives a credit that Ana has done; `more` is what is otherwise."""
    usual: dict[str, Any] = {
        "action": "credit",
        "decision": "d-1",
        "operation": "billing.credit",
        "arguments": {"account": "7013550"},
        "key": "k",
        "by": "ana",
        "name": "Ana",
        "began": 1,
    }
    return Carried(contact=contact, **{**usual, **more})
