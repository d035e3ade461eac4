"""The projection: each event resolved to its customer and folded into the profile, in its transaction."""

import threading
from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from warmline.business.model import Business
from warmline.customers import profile as profiles
from warmline.customers.identifiers import Normaliser
from warmline.customers.identity import Asserted, Identity, Merge, Resolved
from warmline.customers.profile import Profile, Reading, Shape
from warmline.customers.repository import NO_NAMES, Names, Recognisable, Repository, StoredProfile
from warmline.customers.roster import Roster
from warmline.customers.watch import Sight, Watch
from warmline.events.model import Event, Identifier
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.storage.port import Reader, Transaction

LINKED = "customer.linked"
UNLINKED = "customer.unlinked"
EVENTS_AT_ONCE = 500
FEWEST_AHEAD = 16
"""Events that are read ahead at least, where others have to write in between."""


class Rules:
    """What one version of the business says about customers."""

    def __init__(self, business: Business, repository: Repository, watch: Watch | None = None) -> None:
        self.business = business
        self._watch = watch
        self.shape = Shape(business)
        self.normaliser = Normaliser(business)
        self.identity = Identity(repository, self.normaliser)

    def read(self, event: Event, live: bool) -> "EventReading":
        """Whom an event names, what the profile takes from it, whether it is watched."""
        watched = live and self._watch is not None and self._watch.wants(self.business, event)
        fields = self.shape.read(event)
        opens = bool(fields) or (
            watched and self._watch is not None and self._watch.looks_into(self.business, event)
        )
        return EventReading(self, self.identity.normal(event), fields, live, watched, opens)


class EventReading(msgspec.Struct, frozen=True, gc=False):
    """What follows from an event alone: its usable identifiers, and what each field takes. By which rules, too.

    `opens` says that the profile is needed.
    """

    rules: Rules
    asserted: Asserted
    fields: list[Reading]
    live: bool
    watched: bool
    opens: bool


class Projection:
    """The stage of ingest that keeps customers up to date, and lets `watch` see what happens to them."""

    def __init__(
        self, business: Business, repository: Repository | None = None, watch: Watch | None = None
    ) -> None:
        self.repository = repository or Repository()
        self._watch = watch
        self.rules = Rules(business, self.repository, watch)
        self._changing = threading.Lock()
        self.erasures = 0
        """How often somebody was erased since the start; a rebuild begins again when it changes."""

    def use(self, business: Business) -> None:
        """Go on by a new version of the business; profiles of an older shape are folded anew when touched."""
        with self._changing:
            self.rules = Rules(business, self.repository, self._watch)

    def forget(self) -> None:
        """Go by nothing that is remembered of the tables; the business stays."""
        with self._changing:
            self.rules = Rules(self.rules.business, self.repository, self._watch)

    def read(self, event: Event, live: bool) -> "EventReading":
        """Whom an event names and what the profile takes from it, by the rules of this moment."""
        return self.rules.read(event, live)

    def __call__(
        self, tx: Transaction, arrived: Sequence[Stored], readings: "Sequence[EventReading]"
    ) -> None:
        """Resolve and fold new events. All of a group is judged by one version of the business."""
        rules = self.rules
        read = [
            one if one.rules is rules else rules.read(stored.event, one.live)
            for stored, one in zip(arrived, readings, strict=True)
        ]
        start, most = 0, len(arrived)
        while start < len(arrived):
            taken = self._take(tx, rules, arrived[start : start + most], read[start : start + most])
            start += taken
            # What is read ahead is in proportion to what was taken: many stops on the way cost no more each.
            most = max(2 * taken, FEWEST_AHEAD)

    def _take(
        self, tx: Transaction, rules: Rules, arrived: Sequence[Stored], readings: "Sequence[EventReading]"
    ) -> int:
        """Resolve and fold events, as far as nobody has to write in between; how many."""
        sight = None
        if self._watch is not None and any(one.watched for one in readings):
            sight = self._watch.begin(tx, rules.business)
        taken = _Desk(tx, rules, self.repository, sight).take_all(arrived, readings)
        self.repository.mentions.keep_up(tx, arrived[0].seq - 1, arrived[taken - 1].seq)
        if sight is not None:
            sight.end()
        return taken

    def derive(self, tx: Transaction, events: Sequence[Stored]) -> None:
        """Resolve and fold events of the log as they came, for a rebuild."""
        self(tx, events, [self.read(stored.event, live=False) for stored in events])

    def fold_anew(self, tx: Transaction, customers: Iterable[int]) -> None:
        """Fold the profiles of `customers` again from the log."""
        desk = _Desk(tx, self.rules, self.repository)
        for customer in customers:
            desk.fold_anew(customer)
        desk.store()

    def erased(self) -> None:
        """Somebody was erased: what is remembered of the tables no longer holds, nor does a rebuild on its way."""
        self.erasures += 1
        self.forget()


def fold(reader: Reader, rules: Rules, repository: Repository, customer: int) -> Profile:
    """The profile of a customer, from the log alone."""
    nodes = [member.node for member in repository.members(reader, customer)]
    seqs = repository.seqs(reader, nodes)
    profile: Profile = {}
    for start in range(0, len(seqs), EVENTS_AT_ONCE):
        for stored in log.at(reader, seqs[start : start + EVENTS_AT_ONCE]):
            asserted = rules.identity.normal(stored.event)
            rules.shape.add(profile, stored, bool(asserted) and asserted[0][1].verified)
    return profile


class _Open:
    """A profile being worked on."""

    __slots__ = ("before", "changed", "known", "profile", "renamed")

    def __init__(self, profile: Profile, before: Names, known: bool) -> None:
        self.profile = profile
        self.before = before
        self.known = known
        self.changed = False
        self.renamed = not known


class _Desk:
    """The profiles open in one transaction: each is read once and written once."""

    def __init__(
        self, tx: Transaction, rules: Rules, repository: Repository, sight: Sight | None = None
    ) -> None:
        self._tx = tx
        self._rules = rules
        self._sight = sight
        self._repository = repository
        self._roster = Roster(tx, repository)
        self._stored: dict[int, StoredProfile] = {}
        self._open: dict[int, _Open] = {}

    def take_all(self, arrived: Sequence[Stored], readings: Sequence[EventReading]) -> int:
        """Resolve and fold events, in their order, up to one that must see what is yet to be written; how many."""
        self._roster.read(one for reading in readings for _, one in reading.asserted)
        heard = [reading.asserted[0][1] for reading in readings if reading.asserted and reading.opens]
        self._stored = self._repository.profiles(self._tx, self._roster.customers_of(heard))
        taken = 0
        for stored, reading in zip(arrived, readings, strict=True):
            if self._must_wait(stored, reading):
                break
            if stored.event.type in (LINKED, UNLINKED):
                self._follow_person(stored)
            else:
                self._take(stored, reading)
            taken += 1
        self.store()
        return taken

    def _must_wait(self, stored: Stored, reading: EventReading) -> bool:
        """Whether an event is to be seen, or ties customers together, of whom something is yet to be written."""
        if self._sight is None or not self._sight.waiting:
            return False
        if stored.event.type in (LINKED, UNLINKED):
            return True
        if not reading.watched and len(reading.asserted) < 2:
            return False
        customers = self._roster.customers_of(one for _, one in reading.asserted)
        return not self._sight.waiting.isdisjoint(customers)

    def _take(self, stored: Stored, reading: EventReading) -> None:
        resolved = self._rules.identity.resolve(self._roster, stored, reading.asserted)
        customer = resolved.customer if resolved else None
        if resolved is not None and (
            resolved.merges or reading.fields or self._roster.is_new(resolved.customer)
        ):
            self._fold(stored, reading, resolved)
        if reading.watched and self._sight is not None:
            self._sight.see(
                stored, reading.asserted, customer, partial(self._current, customer), self._rules.shape
            )

    def _fold(self, stored: Stored, reading: EventReading, resolved: Resolved) -> None:
        """Merge customers that are one, and fold the event into the profile."""
        if self._merge(resolved.merges):
            return
        shape, customer = self._rules.shape, resolved.customer
        opened = self._profile(customer)
        if opened is None:
            self.fold_anew(customer)  # this event included: the log has it already
        else:
            shape.add(opened.profile, stored, resolved.verified, reading.fields)
            opened.changed = True
            opened.renamed |= stored.event.type in shape.naming

    def _current(self, customer: int | None) -> Profile:
        """The profile of a customer with all that was seen so far; an empty one where it is nobody's."""
        if customer is None:
            return {}
        opened = self._profile(customer)
        if opened is None:
            self.fold_anew(customer)
        return self._open[customer].profile

    def _follow_person(self, stored: Stored) -> None:
        """Carry out what a person said about who is who."""
        said = stored.event.properties
        identity, normal = self._rules.identity, self._rules.normaliser.normal
        named = [
            one for key in ("identifiers", "split", "from") for one in normal(_identifiers(said.get(key)))
        ]
        known = [node for _, one in named if (node := self._roster.find(one.type, one.value))]
        self._roster.mention(
            known, stored.seq, about_first=False
        )  # so that an erasure finds their names here
        if stored.event.type == LINKED:
            self._merge(
                identity.bring_together(self._roster, stored, normal(_identifiers(said.get("identifiers"))))
            )
            return
        self.store()
        split, rest = normal(_identifiers(said.get("split"))), normal(_identifiers(said.get("from")))
        for customer in identity.set_apart(self._roster, stored, split, rest):
            self.fold_anew(customer)

    def fold_anew(self, customer: int) -> None:
        """Put a profile folded from the log in the place of the one stored."""
        self._roster.store()
        known = self._repository.profile(self._tx, customer)
        profile = fold(self._tx, self._rules, self._repository, customer)
        opened = _Open(profile, known.names if known else NO_NAMES, known=False)
        opened.changed = True
        self._open[customer] = opened

    def store(self) -> None:
        """Write what was changed; every customer has a profile, be there nothing in it."""
        self._roster.store()
        for customer in self._roster.take_new_customers():
            if customer not in self._open:
                self._open[customer] = _Open({}, NO_NAMES, False)
                self._open[customer].changed = True
        shape = self._rules.shape
        updates: list[tuple[bytes, int]] = []
        puts: list[tuple[int, StoredProfile]] = []
        renamed: list[tuple[int, str, str]] = []
        recognisable: dict[int, Recognisable | None] = {}
        for customer, opened in self._open.items():
            if not opened.changed:
                continue
            body = profiles.encode(opened.profile)
            names = shape.names(opened.profile) if opened.renamed else opened.before
            if opened.renamed:
                recognisable[customer] = shape.recognisable(opened.profile)
            if opened.known and names == opened.before:
                updates.append((body, customer))
            else:
                puts.append((customer, StoredProfile(shape.version, body, names)))
            if names.name != opened.before.name:
                renamed.append((customer, opened.before.name, names.name))
        self._repository.update(self._tx, updates)
        self._repository.put(self._tx, puts)
        self._repository.index_names(self._tx, renamed)
        if recognisable:
            self._repository.recognise_by(self._tx, recognisable)
        self._open.clear()
        self._stored.clear()

    def _profile(self, customer: int) -> _Open | None:
        """The profile of a customer; None if it was folded by another shape and must be folded anew."""
        opened = self._open.get(customer)
        if opened is None:
            is_new = self._roster.is_new(customer)
            stored = None if is_new else self._stored.get(customer)
            if stored is None and not is_new:
                stored = self._repository.profile(self._tx, customer)
            if stored is None:
                opened = _Open({}, NO_NAMES, False)
            elif stored.shape == self._rules.shape.version:
                opened = _Open(profiles.open_up(stored.body), stored.names, True)
            else:
                return None
            self._open[customer] = opened
        return opened

    def _merge(self, merges: Sequence[Merge]) -> bool:
        """Make one profile of those that one event brought together.

        Returns whether it was folded from the log, the newest event included, because one of them was
        folded by another shape.
        """
        involved = {customer for merge in merges for customer in merge}
        stale = any(self._profile(customer) is None for customer in involved)
        for gone, kept in merges:
            if not stale:
                one, other = self._open[kept], self._open[gone]
                one.profile = self._rules.shape.merge(one.profile, other.profile)
                one.changed = one.renamed = True
            self._open.pop(gone, None)
            if not self._roster.is_new(gone):
                self._repository.forget_customer(self._tx, gone)
        if stale:
            self.fold_anew(merges[-1].kept)
        return stale


def _identifiers(value: object) -> tuple[Identifier, ...]:
    """Identifiers as a person's decision lists them: "type:value"."""
    texts = (
        [text for text in value if isinstance(text, str) and ":" in text] if isinstance(value, list) else []
    )
    return tuple(Identifier(type, rest, True) for type, _, rest in (text.partition(":") for text in texts))
