"""What an offer is worth for a customer now: propensity x context x value x lever."""

from warmline.conditions.environment import Frame
from warmline.conditions.errors import EvaluationError
from warmline.decisions.answers import Authority, Worth
from warmline.decisions.model import Lookup, Offer, Quantity
from warmline.language.formats import minor_digits

FACTORS = ("propensity", "context", "value", "lever", "cost")


def worth_of(offer: Offer, frame: Frame, currency: str) -> Worth:
    """The worth of an offer. Raises EvaluationError where a number cannot be found."""
    quantities: dict[str, Quantity] = {name: getattr(offer, name) for name in FACTORS}
    sources = {name: one.source for name, one in quantities.items() if one.source != "by default"}
    numbers = {name: one.value(frame) for name, one in quantities.items()}
    return Worth(currency=currency, sources=sources, **numbers)


def as_declared(offer: Offer) -> dict[str, str]:
    """How the business says that each number is found: an expression, or a table; what it leaves out is left out."""
    quantities: dict[str, Quantity] = {name: getattr(offer, name) for name in FACTORS}
    return {
        name: one.source if isinstance(one.by, Lookup) else one.by.text.strip()
        for name, one in quantities.items()
        if one.source != "by default"
    }


def authority_of(table: Lookup | None, worth: Worth, frame: Frame) -> Authority | None:
    """Whether people at the front may give this without asking; None where nothing is declared, or can be told."""
    try:
        limit = table.value(frame) if table is not None else None
    except EvaluationError:
        return None
    if table is None or isinstance(limit, bool) or not isinstance(limit, int | float):
        return None
    return Authority(
        limit=float(limit), within=worth.cost <= limit, source=f"table {table.name}, declared for now"
    )


def in_words(worth: Worth) -> str:
    """How the score came about: `P 0.62 × value 11.40 × lever 1.2`; factors of 1 are left out, propensity aside."""
    digits = minor_digits(worth.currency)
    parts = [f"P {worth.propensity:.2f}"]
    if worth.context != 1:
        parts.append(f"context {worth.context:.2f}")
    parts.append(f"value {worth.value:,.{digits}f}")
    if worth.lever != 1:
        parts.append(f"lever {worth.lever:.2f}")
    return " × ".join(parts)
