"""Who is who: customers as sets of identifiers, derived from links in the order they were said.

The rules, applied to each new link between the identifiers of two customers:

1. pairs that a person has set apart stay apart;
2. no customer gets more identifiers of a type than the type's cap;
3. a link that nobody vouches for (a browser said so) joins only what is weak, such as the browser
   itself, or customers of whom nothing is vouched for: it never merges two known customers, and
   attaches no phone or address to a known one;
4. two known customers who share a phone (a type declared `shared`) are a household, not a person.

A customer's id is the number of its oldest identifier, so after a merge the younger id still leads
to it, as one of its identifiers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

import msgspec

from warmline.business.model import IdentifierType
from warmline.customers.identifiers import Normaliser
from warmline.customers.repository import Link, Node, Repository
from warmline.customers.roster import Roster
from warmline.events.model import ERASED, Event, Identifier
from warmline.log.model import Stored
from warmline.storage.port import Reader, Transaction

MOST_IDENTIFIERS = 16
"""Identifiers of one event that are looked at; numbers of identifiers are seq * 16 + position."""


CLAIMED, VOUCHED, BY_HAND = 0, 1, 2
"""How far a link is trusted: nobody vouches for it, its source does, a person said so."""
MOST_SEEN = 500_000
Asserted = list[tuple[int, Identifier]]


class Merge(NamedTuple):
    """Two customers who turned out to be one: the id that is no longer used, and the one that stays."""

    gone: int
    kept: int


class Resolved(msgspec.Struct, frozen=True, gc=False):
    """Whom an event is about, whether its source vouches for that, and the merges it led to."""

    customer: int
    verified: bool
    merges: Sequence[Merge]


_NO_MERGES: Sequence[Merge] = ()


class Identity:
    """The rules above, over the tables of a repository."""

    def __init__(self, repository: Repository, normaliser: Normaliser) -> None:
        self._repository = repository
        self._normaliser = normaliser
        self._seen: set[tuple[int, int, int]] = set()

    def normal(self, event: Event) -> Asserted:
        """The usable identifiers of an event, the strongest first, each with its position."""
        return self._normaliser.normal(event.identifiers[:MOST_IDENTIFIERS])

    def resolve(self, roster: Roster, stored: Stored, asserted: Asserted) -> Resolved | None:
        """Take in the identifiers of one event; None if it is about nobody."""
        if not asserted:
            return None
        tombstone = stored.event.type == ERASED
        if len(asserted) == 1 and not tombstone:  # most events: one name, nothing to tie
            _, only = asserted[0]
            node = self._node(roster, stored.seq, asserted[0][0], only)
            roster.mention_one(node, stored.seq)
            return Resolved(node.customer, only.verified, _NO_MERGES)
        nodes = [self._node(roster, stored.seq, position, one) for position, one in asserted]
        roster.mention(nodes, stored.seq, about_first=not tombstone)
        if tombstone:
            return None
        anchor, verified = nodes[0], asserted[0][1].verified
        customer = anchor.customer
        merges: list[Merge] = []
        for other, (_, one) in zip(nodes[1:], asserted[1:], strict=True):
            if merge := self._tie(roster, anchor, other, verified and one.verified, stored):
                merges.append(merge)
                customer = min(customer, merge.kept)
        return Resolved(customer, verified, merges)

    def set_apart(self, roster: Roster, stored: Stored, split: Asserted, rest: Asserted) -> list[int]:
        """Take `split` out of the customer they share with `rest`; the customers there are then.

        What is split off stays together.
        """
        tx = roster.tx
        leaving, staying = self._known(roster, split), self._known(roster, rest)
        for a in leaving:
            for b in staying:
                self._repository.add_apart(tx, a.node, b.node, stored.seq)
        for a, b in combinations(leaving, 2):  # each with each: an erasure of one leaves the others together
            self._record(roster, a.node, b.node, BY_HAND, stored)
        touched = dict.fromkeys(node.customer for node in (*leaving, *staying))
        roster.forget()
        after = [customer for before in touched for customer in self.derive_again(tx, before)]
        return self._keep_together(tx, [node.node for node in leaving], after)

    def _keep_together(self, tx: Transaction, nodes: Sequence[int], customers: list[int]) -> list[int]:
        """Make one customer of what was split off, were it held together only by somebody erased since."""
        for x, y in combinations(nodes, 2):
            a, b = self._members_of(tx, x), self._members_of(tx, y)
            if a[0].customer == b[0].customer or _separated(partial(self._repository.apart, tx), a, b):
                continue
            gone, kept = sorted((a[0].customer, b[0].customer), reverse=True)
            self._repository.move(tx, gone, kept)
            self._repository.forget_customer(tx, gone)
            customers = [customer for customer in customers if customer != gone]
        return customers

    def bring_together(self, roster: Roster, stored: Stored, identifiers: Asserted) -> list[Merge]:
        """A person says these are one customer's: caps, trust and what was set apart do not hold it up."""
        tx = roster.tx
        merges = []
        for a, b in combinations(self._known(roster, identifiers), 2):
            for x in self._side(roster, a.node):
                for y in self._side(roster, b.node):
                    self._repository.forget_apart(tx, x.node, y.node)
            self._record(roster, a.node, b.node, BY_HAND, stored)
            if merge := self._merge(roster, a.node, b.node):
                merges.append(merge)
        return merges

    # -- one link

    def _node(self, roster: Roster, seq: int, position: int, one: Identifier) -> Node:
        """An identifier, which is stored if it is new; it is a customer of its own then."""
        known = roster.find(one.type, one.value)
        if known is None:
            number = seq * MOST_IDENTIFIERS + position
            known = Node(number, one.type, one.value, number, seq if one.verified else None)
            roster.add(known)
        elif one.verified and known.verified is None:
            known = roster.vouch(known, seq)
        return known

    def _tie(self, roster: Roster, anchor: Node, other: Node, vouched: bool, stored: Stored) -> Merge | None:
        """Take in one link; the merge it led to. A link that is known changes nothing."""
        trust = VOUCHED if vouched else CLAIMED
        link = (min(anchor.node, other.node), max(anchor.node, other.node), trust)
        if link in self._seen:
            return None
        new = self._record(roster, anchor.node, other.node, trust, stored)
        roster.tx.after_commit(lambda: self._remember(link))
        if not new or roster.node(anchor.node).customer == roster.node(other.node).customer:
            return None
        a, b = self._side(roster, anchor.node), self._side(roster, other.node)
        if not self._may_join(a, b, other.node, vouched, stored.seq) or _separated(roster.apart, a, b):
            return None
        return self._merge(roster, anchor.node, other.node)

    def _remember(self, link: tuple[int, int, int]) -> None:
        """Links that are committed are not looked up again; an erasure or restore starts with new rules."""
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        self._seen.add(link)

    def _record(self, roster: Roster, a: int, b: int, trust: int, stored: Stored) -> bool:
        """Keep a link as a fact; False if it is known."""
        event = stored.event
        return roster.add_link(Link(min(a, b), max(a, b), trust, stored.seq, event.source, event.occurred))

    def _may_join(self, a: list[Node], b: list[Node], other: int, vouched: bool, seq: int) -> bool:
        """The rules 2 to 4; `b` is the side of `other`, the weaker identifier of the link."""
        counts = Counter(node.type for node in a)
        counts.update(node.type for node in b)
        if any(count > self._type(name).cap for name, count in counts.items()):
            return False
        if not vouched and (self._known_by(a, seq) or self._known_by(b, seq)):
            if not (self._all_weak(a) or self._all_weak(b)):
                return False
        shared = next(self._type(node.type).shared for node in b if node.node == other)
        return not (
            shared
            and self._known_by(a, seq, without_shared=True)
            and self._known_by(b, seq, without_shared=True)
        )

    def _merge(self, roster: Roster, a: int, b: int) -> Merge | None:
        """Make one customer of two; None if they are one already."""
        x, y = roster.node(a).customer, roster.node(b).customer
        if x == y:
            return None
        roster.move(max(x, y), min(x, y))
        return Merge(max(x, y), min(x, y))

    # -- a customer derived again

    def derive_again(self, tx: Transaction, customer: int) -> list[int]:
        """Derive who is who among the identifiers of one customer, link by link, as they were said."""
        members = {node.node: node for node in self._repository.members(tx, customer)}
        for node in members:
            self._repository.assign(tx, node, node)
        for link in self._repository.links(tx, members):
            if link.a not in members or link.b not in members:
                continue
            a, b = self._members_of(tx, link.a), self._members_of(tx, link.b)
            if a[0].customer == b[0].customer or _separated(partial(self._repository.apart, tx), a, b):
                continue
            weaker = max(link.a, link.b, key=lambda node: (self._type(members[node].type).priority, node))
            side_a, side_b = (b, a) if weaker == link.a else (a, b)
            if link.trust == BY_HAND or self._may_join(
                side_a, side_b, weaker, link.trust >= VOUCHED, link.seq
            ):
                gone, kept = sorted((a[0].customer, b[0].customer), reverse=True)
                self._repository.move(tx, gone, kept)
        after = [self._repository.node(tx, node) for node in members]
        return sorted({node.customer for node in after if node is not None})

    # -- small questions

    def _known(self, roster: Roster, asserted: Asserted) -> list[Node]:
        found = [roster.find(one.type, one.value) for _, one in asserted]
        return [node for node in found if node is not None]

    def _side(self, roster: Roster, node: int) -> list[Node]:
        """The customer of an identifier, as the identifiers they have."""
        return roster.members(roster.node(node).customer)

    def _members_of(self, tx: Reader, node: int) -> list[Node]:
        found = self._repository.node(tx, node)
        assert found is not None
        return self._repository.members(tx, found.customer)

    def _type(self, name: str) -> IdentifierType:
        return self._normaliser.type_of(name)

    def _all_weak(self, nodes: Iterable[Node]) -> bool:
        return all(self._type(node.type).weak for node in nodes)

    def _known_by(self, nodes: Iterable[Node], seq: int, *, without_shared: bool = False) -> bool:
        """Whether something that is not weak is vouched for, as of the place `seq`."""
        for node in nodes:
            declared = self._type(node.type)
            if node.verified is not None and node.verified <= seq and not declared.weak:
                if not (without_shared and declared.shared):
                    return True
        return False


def _separated(apart: Callable[[set[int]], set[tuple[int, int]]], a: list[Node], b: list[Node]) -> bool:
    """Rule 1: whether a person has set identifiers of the two sides apart; `apart` finds the pairs of some."""
    mine, others = {node.node for node in a}, {node.node for node in b}
    fewer = mine if len(mine) < len(others) else others
    return any((x in mine and y in others) or (x in others and y in mine) for x, y in apart(fewer))
