"""What a contact has cost the company, and the customer in minutes of their own."""

from warmline.contacts.model import Participant
from warmline.contacts.record import Record
from warmline.flows.costs import Costs
from warmline.storage.port import Reader, Transaction

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE contact_spent (
        contact INTEGER PRIMARY KEY,
        amount INTEGER NOT NULL
    );
    """,
)
ADD = """INSERT INTO contact_spent (contact, amount) VALUES (?, ?)
         ON CONFLICT (contact) DO UPDATE SET amount = amount + excluded.amount"""
SPENT = "SELECT amount FROM contact_spent WHERE contact = ?"
MINUTE = 60 * 1_000_000


def spend(tx: Transaction, contact: int, amount: int) -> None:
    """So much more was spent on a contact, in millionths of the unit of the currency."""
    tx.run(ADD, (contact, amount))


def spent(reader: Reader, contact: int) -> int:
    """What was spent on a contact for messages and operations."""
    row = reader.one(SPENT, (contact,))
    return int(row[0]) if row else 0


def money(
    costs: Costs, record: Record, spent: int, people: list[Participant], over: int
) -> dict[str, object]:
    """What a contact cost that is over at a time, as events write money: people, its channel, what was `spent`."""
    helped = sum(max(0, (one.left or over) - one.joined) for one in people)
    amount = spent + costs.people(helped) + costs.contact.get(record.channel, 0)
    return costs.money(amount)


def own_minutes(record: Record, over: int) -> float:
    """How many minutes it took the customer: up to the last turn, or for as long as they waited for a person."""
    until = over if record.owner.kind == "queue" else max(record.last, record.started)
    return round(max(0, min(until, over) - record.started) / MINUTE, 2)
