"""Made-up customers are the same for the same seed, valid, and as mixed as the sample business needs."""

from collections import Counter

import phonenumbers
from stdnum import luhn

from warmline.simulate.people import UNKNOWN_MAIL, customer, customers
from warmline.simulate.places import phone_of


def test_same_seed_same_people() -> None:
    assert list(customers(7, 60)) == list(customers(7, 60))
    assert list(customers(7, 60))[59] == customer(7, 59)
    assert customer(7, 30) != customer(8, 30)


def test_numbers_are_valid_and_belong_to_one_person_or_family() -> None:
    everybody = list(customers(1, 1_000))
    assert all(luhn.is_valid(one.account) for one in everybody)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(one.phone)) for one in everybody)
    assert len({one.account for one in everybody}) == 1_000
    shared = [phone for phone, count in Counter(one.phone for one in everybody).items() if count > 1]
    assert 20 < len(shared) < 60
    for phone in shared:
        assert len({one.household for one in everybody if one.phone == phone}) == 1


def test_no_number_is_given_twice() -> None:
    numbers = range(0, 10_000_000, 37)
    assert len({phone_of(index) for index in numbers}) == len(numbers)


def test_the_known_three() -> None:
    maria, somchai, wei = customers(99, 3)
    assert (maria.name, maria.phone, maria.account) == ("Maria Santos", "+639175550101", "7013550")
    assert (maria.area, maria.value_tier, maria.language) == ("cebu-north", "gold", "fil")
    assert (somchai.latin_name, somchai.phone, somchai.account) == (
        "Somchai Prasert",
        "+66818158020",
        "7013568",
    )
    assert (wei.latin_name, wei.phone, wei.account) == ("Li Wei", "+8613800765939", "7013576")


def test_six_languages_second_records_and_unknown_addresses() -> None:
    everybody = list(customers(1, 1_000))
    assert {one.language for one in everybody} == {"en", "zh-Hans", "zh-Hant", "th", "vi", "fil"}
    second = [one for one in everybody if one.same_as >= 0]
    assert len(second) == 20
    for one in second:
        first = everybody[one.same_as]
        assert one.street == first.street
        assert one.account != first.account
        assert one.latin_name != first.latin_name or first.latin_name[0] == first.latin_name[1]
    assert sum(one.email == UNKNOWN_MAIL for one in everybody) == 25 - 5
