"""What people type to say which customer they mean: read strictly to open one, generously to search."""

from warmline.customers.identifiers import Refused
from warmline.customers.looks import founded
from warmline.customers.model import UnknownCustomer
from warmline.customers.projection import Rules
from warmline.customers.repository import Node, Repository
from warmline.language.messages import Listed, message
from warmline.storage.port import Reader

LONGEST_ID = 18
"""Digits of an id at most: more are no place of this log, and do not fit into a column either."""
SUGGESTED = 3


def id_in(text: str) -> int | None:
    """The customer id that a text is, as ids are written: digits, no zero in front. None for all else."""
    if not (text.isascii() and text.isdecimal()) or text.startswith("0") or len(text) > LONGEST_ID:
        return None
    return int(text)


def opened(reader: Reader, rules: Rules, repository: Repository, text: str) -> Node | None:
    """The identifier that an id or a "type:value" means; a value alone means nobody.

    The same digits may be the account of one person and the phone of another, so whoever opens, joins or
    erases says which they mean.
    """
    if (id := id_in(text)) is not None:
        return repository.node(reader, id)
    if founder := founded(reader, repository, text):  # as the record names who came before a restore
        return founder
    type, colon, value = text.partition(":")
    normal = rules.normaliser.value(type, value) if colon and type else None
    return repository.find(reader, type, normal) if normal is not None else None


def searched(reader: Reader, rules: Rules, repository: Repository, text: str) -> list[Node]:
    """Every identifier that a text may spell: of the type it names, else of any that the business declares."""
    type, colon, value = text.partition(":")
    declared = rules.business.identifiers
    pairs = [(type, value)] if colon and type in declared else [(name, text) for name in declared]
    nodes = []
    for name, spelled in pairs:
        normal = rules.normaliser.value(name, spelled)
        if normal is not None and (node := repository.find(reader, name, normal)):
            nodes.append(node)
    if (exact := opened(reader, rules, repository, text)) and exact not in nodes:
        nodes.append(exact)
    return nodes


def unknown(rules: Rules, text: str) -> UnknownCustomer:
    """What to tell whoever typed a text that opens nobody. It depends on the text alone, not on who is there."""
    shown = text if len(text) <= 80 else text[:79] + "…"
    type, colon, value = text.partition(":")
    if id_in(text) is not None:
        return UnknownCustomer(
            message("There is no customer with the id %(id)s here.", id=shown),
            message("An account or a phone is typed with its type: %(one)s.", one=_suggestions(rules, text)),
        )
    if not colon or not type:
        return UnknownCustomer(
            message("'%(text)s' is neither a customer's id nor type:value.", text=shown),
            message(
                "Say what it is: %(one)s. A search finds by the value alone.", one=_suggestions(rules, text)
            ),
        )
    if type not in rules.business.identifiers:
        known = ", ".join(_by_priority(rules))
        return UnknownCustomer(
            message("There is no customer '%(name)s' here.", name=shown),
            message("The identifier types of this business are %(types)s.", types=known),
        )
    try:
        rules.normaliser.check(type, value)
    except Refused as refused:
        return UnknownCustomer(
            message("There is no customer '%(name)s' here: %(why)s.", name=shown, why=refused.said)
        )
    return UnknownCustomer(message("There is no customer '%(name)s' here.", name=shown))


def _suggestions(rules: Rules, text: str) -> Listed:
    """The strongest types that a value could be of, written as they are to be typed."""
    value = text.strip(": ")[:40]
    possible = [name for name in _by_priority(rules) if rules.normaliser.value(name, value) is not None]
    return Listed([f"{name}:{value}" for name in (possible or _by_priority(rules))[:SUGGESTED]], "or")


def _by_priority(rules: Rules) -> list[str]:
    declared = rules.business.identifiers
    return sorted(declared, key=lambda name: declared[name].priority)
