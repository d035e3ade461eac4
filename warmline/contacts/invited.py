"""What becomes of what a colleague was asked about a contact, as parts of commands."""

from warmline.contacts import invitations
from warmline.contacts.model import Invitation, InvitationState, Owner
from warmline.contacts.outcomes import person_did
from warmline.contacts.reach import Reach
from warmline.contacts.record import first_name
from warmline.contacts.work import Work
from warmline.language.words import Words
from warmline.web.principal import Principal


def settle(
    work: Work, one: Invitation, state: InvitationState, *, by: Principal | None = None, why: str = ""
) -> None:
    """Note what became of an invitation; where somebody answered it, that is on the log."""
    whom, name = (by.id, by.name) if by else (one.whom, one.whom_name)
    invitations.settle(work.tx, one.number, state, work.now, why=why or one.why, whom=whom, whom_name=name)
    if by is not None:
        work.put(
            "contact.colleague_answered",
            {
                "invitation": one.number,
                "kind": one.kind,
                "by": f"staff:{by.id}",
                "accepted": state == "accepted",
                "why": why or None,
            },
        )


def carry_out(work: Work, reach: Reach, by: Principal, one: Invitation) -> None:
    """Do what `by` has accepted: they advise, come in, or have the contact from now on."""
    reach.on_record(work, by, f"contact.{one.kind}_accepted")
    if one.kind == "ask":
        work.joins(by.id, by.name, may_speak=False)
        return
    words, name = Words(work.record.language), first_name(by.name)
    work.record.summary = one.words
    if one.kind == "bring_in":
        work.joins(by.id, by.name)
        work.announce(words.text("{name} joins us, and knows what you have told us.", name=name))
        return
    first = first_name(one.by_name)
    person_did(work, one.by, "passed_on")
    reach.learn(work)
    handed_on(work, f"staff:{by.id}", why=one.why, summary=one.words, is_warm=True)
    work.give_to(Owner("staff", by.id), "handed on", owned_by=by.name)
    work.joins(by.id, by.name)
    work.announce(
        words.text(
            "{name} helps you from here on. {first} has told {name} everything: you need not say it again.",
            name=name,
            first=first,
        )
    )


def handed_on(work: Work, to: str, *, why: str = "", summary: str, is_warm: bool) -> None:
    """Count that whoever has a contact passes it on: against the company, not the customer."""
    work.record.handed_on += 1
    work.put(
        "contact.transferred",
        {
            "from": str(work.record.owner),
            "to": to,
            "why": why or None,
            "summary": summary or None,
            "warm": is_warm,
            "count": work.record.handed_on,
        },
    )
