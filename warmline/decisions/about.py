"""How events of decisions name the customer they are about."""

from warmline.business.model import Business
from warmline.customers.repository import Repository
from warmline.events.model import Identifier
from warmline.storage.port import Reader


def strongest(
    reader: Reader, repository: Repository, business: Business, customer: int
) -> tuple[Identifier, ...]:
    """The identifier that says most about who a customer is, of those that somebody vouches for if there are any."""
    declared = business.identifiers
    nodes = [node for node in repository.members(reader, customer) if node.type in declared]
    if not nodes:
        return ()
    best = min(nodes, key=lambda node: (node.verified is None, declared[node.type].priority, node.node))
    return (Identifier(best.type, best.value, best.verified is not None),)
