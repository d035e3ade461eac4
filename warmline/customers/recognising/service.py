"""Recognising a customer: by what the channel knows, by a number, by postcode with name and birth date."""

from collections.abc import Mapping, Sequence
from datetime import date

from warmline.customers import profile as profiles
from warmline.customers.profile import Profile
from warmline.customers.projection import Projection, fold
from warmline.customers.recognising import birth_dates, numbers, postcodes
from warmline.customers.recognising.judging import Fits, meant
from warmline.customers.recognising.knowledge import knows
from warmline.customers.recognising.names import Fit, Said
from warmline.customers.repository import Node, StoredProfile
from warmline.events.model import Identifier
from warmline.storage.port import Reader, places

MOST_OF_A_DAY = 20_000
"""Customers of one birth date that are looked through for a postcode that is nearly theirs."""
MOST_CANDIDATES = 2_000
"""More than so many at one postcode about one day are no people, but what stands where nobody knew."""
MOST_NEAR = 6
"""Readings, the likeliest, of which what is near counts as well."""
BORN = "SELECT customer, postcode, names FROM recognisable WHERE birth_date = ? LIMIT ?"
LIVING = """SELECT customer, birth_date, names FROM recognisable
            WHERE birth_date IN {days} AND postcode IN {codes} LIMIT ?"""


class Recogniser:
    """Finds the one customer that is meant, or nobody; never says what did not fit.

    Whoever asks for nobody costs about as much as who asks for somebody: everything is always looked up.
    """

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._repository = projection.repository

    def by_channel(self, reader: Reader, identifiers: Sequence[Identifier]) -> int | None:
        """By what a channel vouches for: the strongest that names one person, and not a household or a browser."""
        rules = self._projection.rules
        for _, one in rules.normaliser.normal(tuple(identifiers)):
            declared = rules.normaliser.type_of(one.type)
            node = self._repository.find(reader, one.type, one.value)
            if declared.weak or not one.verified or node is None:
                continue
            if not (declared.shared and self._is_of_several(reader, node)):
                return node.customer
        return None

    def by_number(self, reader: Reader, alternatives: Sequence[str]) -> int | None:
        """By an account or another number that was typed or said, whatever stands between its digits."""
        for readings in (numbers.as_given(alternatives), numbers.as_meant(alternatives)):
            found = self._having(reader, readings)
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def by_person(
        self,
        reader: Reader,
        *,
        postcode: Sequence[str],
        name: Sequence[str],
        birth_date: Sequence[str],
        today: date,
    ) -> int | None:
        """By postcode, name and birth date: two of them right, the third at least nearly, and one customer alone."""
        rules = self._projection.rules
        by = rules.business.recognise_by
        if by is None:
            return None
        codes = postcodes.readings(postcode)
        days = birth_dates.readings(birth_date, today, rules.business.languages)
        return meant(self._candidates(reader, codes, days, Said(numbers.as_given(name)), today))

    def name_of(self, reader: Reader, customer: int) -> Identifier | None:
        """The strongest identifier of a customer that is vouched for, or else the strongest there is."""
        type_of = self._projection.rules.normaliser.type_of
        members = self._repository.members(reader, customer)
        members.sort(key=lambda node: (node.verified is None, type_of(node.type).priority, node.node))
        return (
            Identifier(members[0].type, members[0].value, members[0].verified is not None)
            if members
            else None
        )

    def address_of(self, reader: Reader, customer: int) -> Identifier | None:
        """Where a customer is reached: their strongest phone that somebody vouches for, or else such a mail address."""
        type_of = self._projection.rules.normaliser.type_of
        node = self._repository.node(reader, customer)
        members = self._repository.members(reader, node.customer) if node is not None else []
        vouched = [one for one in members if one.verified is not None]
        for format in ("phone", "email"):
            there = [one for one in vouched if type_of(one.type).format == format]
            if there:
                first = min(there, key=lambda one: (type_of(one.type).priority, one.node))
                return Identifier(first.type, first.value, True)
        return None

    def knows(
        self, reader: Reader, customer: int | None, facts: Mapping[str, Sequence[str]], today: date
    ) -> bool:
        """Whether all that was said of a customer's fields is so. Each is looked at, whatever the others say."""
        rules = self._projection.rules
        stored = self._repository.profile(reader, customer) if customer is not None else None
        profile = self._profile(reader, customer, stored) if customer is not None and stored else {}
        by = rules.business.recognise_by
        right = []
        for name, said in facts.items():
            field = rules.shape.fields.get(name)
            known = rules.shape.value(profile, name, 0) if field is not None and stored else None
            right.append(
                knows(
                    field.type if field is not None else "",
                    known,
                    said,
                    is_postcode=by is not None and name == by.postcode,
                    today=today,
                    languages=rules.business.languages,
                )
            )
        return bool(right) and all(right)

    # -- candidates

    def _candidates(
        self, reader: Reader, codes: list[str], days: list[date], said: Said, today: date
    ) -> dict[int, Fits]:
        """Customers whose postcode and birth date fit, of which one may be no more than near, and how the name fits."""
        found: dict[int, Fits] = {}
        exact = set(codes)
        near = exact.union(*map(postcodes.near, codes[:MOST_NEAR]))
        certain = {f"{day:%Y%m%d}" for day in days}
        for day in sorted(certain):
            for customer, code, names in reader.all(BORN, (day, MOST_OF_A_DAY)):
                if code in near:
                    fit = Fit.SAME if code in exact else Fit.NEAR
                    found[customer] = Fits(fit, said.fit(names.split("\n")), Fit.SAME)
        beside = set().union(*(birth_dates.near(day, today) for day in days[:MOST_NEAR]))
        day_marks, day_values = places(sorted({f"{day:%Y%m%d}" for day in beside} - certain))
        code_marks, code_values = places(codes[:MOST_NEAR])
        sql = LIVING.format(days=day_marks, codes=code_marks)
        rows = reader.all(sql, (*day_values, *code_values, MOST_CANDIDATES + 1))
        for customer, _, names in rows:
            found.setdefault(customer, Fits(Fit.SAME, said.fit(names.split("\n")), Fit.NEAR))
        return found if len(rows) <= MOST_CANDIDATES else {}

    def _profile(self, reader: Reader, customer: int, stored: StoredProfile) -> Profile:
        rules = self._projection.rules
        if stored.shape == rules.shape.version:
            return profiles.decode(stored.body)
        return fold(reader, rules, self._repository, customer)

    def _having(self, reader: Reader, readings: list[str]) -> set[int]:
        """The customers who have any of some numbers."""
        rules = self._projection.rules
        found: set[int] = set()
        for type in self._number_types():
            normal = {value for one in readings if (value := rules.normaliser.value(type, one)) is not None}
            found |= {node.customer for node in self._repository.find_many(reader, type, sorted(normal))}
        return found

    def _number_types(self) -> list[str]:
        by = self._projection.rules.business.recognise_by
        if by is not None and by.number:
            return list(by.number)
        declared = self._projection.rules.business.identifiers
        return [name for name, one in declared.items() if one.format == "digits" and not one.weak]

    def _is_of_several(self, reader: Reader, node: Node) -> bool:
        """Whether links tie an identifier to more customers than the one who has it: a phone of a family."""
        for link in self._repository.links(reader, [node.node]):
            other = self._repository.node(reader, link.b if link.a == node.node else link.a)
            if other is not None and other.customer != node.customer:
                return True
        return False
