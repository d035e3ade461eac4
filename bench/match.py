"""Measures how well probable duplicates are found, on made-up files of people in several styles.

    python bench/match.py                          every style, clean-ish and damaged, 1,000 rows each
    python bench/match.py --rows 50000 --style febrl
    python bench/match.py --seed 7                 other people, other damage

The files are made here, so the figures say nothing about one particular file; what a style shares with real
files is its columns, its languages and the kinds of damage (typing, hearing, scanning, exchanged fields,
exchanged day and month, missing values, short names, several duplicates of one person).
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from faker import Faker

from warmline.customers.matching.service import match_file

Record = dict[str, str]
SHORT = {
    "William": "Bill",
    "Robert": "Bob",
    "Elizabeth": "Liz",
    "Michael": "Mike",
    "Jennifer": "Jen",
    "James": "Jim",
}
SCANNED = [("o", "0"), ("l", "1"), ("m", "rn"), ("cl", "d"), ("s", "5"), ("B", "8"), ("g", "q"), ("u", "v")]
HEARD = [("ph", "f"), ("ck", "k"), ("y", "i"), ("ie", "y"), ("z", "s"), ("ee", "ea"), ("th", "t"), ("c", "k")]


class People:
    """Makes people of one place, with dates spread over a lifetime."""

    def __init__(self, locale: str, seed: int) -> None:
        self.fake = Faker(locale)
        self.fake.seed_instance(seed)
        self.dice = random.Random(seed)

    def born(self, form: str = "%Y-%m-%d") -> str:
        return self.fake.date_of_birth(minimum_age=5, maximum_age=95).strftime(form)

    def email(self, given: str, surname: str) -> str:
        mark = self.dice.choice(["", ".", "_", str(self.dice.randrange(10, 99))])
        host = self.dice.choice(["gmail.com", "yahoo.com", "example.org", self.fake.domain_name()])
        return f"{given}{mark}{surname}@{host}".lower().replace(" ", "")


def febrl(p: People) -> Record:
    f = p.fake
    return {
        "given_name": f.first_name().lower(),
        "surname": f.last_name().lower(),
        "street_number": str(p.dice.randrange(1, 300)),
        "address_1": f.street_name().lower(),
        "address_2": f.company().lower() if p.dice.random() < 0.4 else "",
        "suburb": f.city().lower(),
        "postcode": f.postcode(),
        "state": f.state_abbr().lower(),
        "date_of_birth": p.born("%Y%m%d"),
        "soc_sec_id": str(p.dice.randrange(10**6, 10**7)),
    }


def febrl_no_id(p: People) -> Record:
    record = febrl(p)
    del record["soc_sec_id"]
    return record


def short(p: People) -> Record:
    given, surname = p.fake.first_name(), p.fake.last_name()
    cities = ["London"] * 6 + ["Leeds", "Hull", "Cardiff", "Birmingham", "Plymouth", "Manchester"]
    return {
        "first_name": given,
        "surname": surname,
        "dob": p.born(),
        "city": p.dice.choice(cities),
        "email": p.email(given, surname),
    }


def contacts(p: People) -> Record:
    given, surname = p.fake.first_name(), p.fake.last_name()
    return {
        "Full Name": f"{given} {surname}",
        "Phone": p.fake.numerify("+1 (###) ###-####"),
        "E-mail": p.email(given, surname),
        "Address": p.fake.street_address(),
        "City": p.fake.city(),
        "Zip": p.fake.postcode(),
    }


def german(p: People) -> Record:
    return {
        "Vorname": p.fake.first_name(),
        "Nachname": p.fake.last_name(),
        "Geburtsdatum": p.born("%d.%m.%Y"),
        "Straße": p.fake.street_name(),
        "Hausnr": str(p.dice.randrange(1, 150)),
        "PLZ": p.fake.postcode(),
        "Ort": p.fake.city(),
    }


def historical(p: People) -> Record:
    given, surname = p.fake.first_name(), p.fake.last_name()
    jobs = ["politician", "painter", "writer", "footballer", "priest", "lawyer", "farmer", "composer"]
    middle = f" {p.fake.first_name()}" if p.dice.random() < 0.3 else ""
    return {
        "full_name": f"{given}{middle} {surname}",
        "first_name": given,
        "surname": surname,
        "dob": f"{p.dice.randrange(1700, 1900)}-{p.dice.randrange(1, 13):02d}-{p.dice.randrange(1, 29):02d}",
        "birth_place": p.fake.city(),
        "gender": p.dice.choice(["male", "female"]),
        "occupation": p.dice.choice(jobs),
    }


class Households:
    """Voters: several people at one address share street, town, phone and often the surname."""

    def __init__(self) -> None:
        self.home: Record = {}
        self.left = 0

    def __call__(self, p: People) -> Record:
        if self.left == 0:
            self.left = p.dice.choice([1, 2, 2, 3, 4])
            self.home = {
                "last_name": p.fake.last_name(),
                "street_address": p.fake.street_address(),
                "city": p.fake.random_element(["raleigh", "durham", "cary", "apex", "wake forest"]),
                "zip_code": p.fake.postcode(),
                "phone": p.fake.numerify("919#######"),
            }
        self.left -= 1
        own = {} if p.dice.random() < 0.8 else {"last_name": p.fake.last_name()}
        return {
            "first_name": p.fake.first_name(),
            "midl_name": p.fake.first_name(),
            **self.home,
            **own,
            "gender": p.dice.choice("MF"),
            "birth_year": str(p.dice.randrange(1925, 2005)),
        }


def vietnamese(p: People) -> Record:
    f = p.fake
    surname = p.dice.choices(
        ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng"], [38, 12, 10, 7, 5, 4, 3]
    )[0]
    return {
        "Họ và tên": f"{surname} {f.first_name()} {f.first_name()}",
        "Ngày sinh": p.born("%d/%m/%Y"),
        "Địa chỉ": f"{p.dice.randrange(1, 400)} {f.street_name()}",
        "Số điện thoại": f.numerify("09########"),
    }


def chinese(p: People) -> Record:
    return {
        "姓名": p.fake.name(),
        "出生日期": p.born(),
        "手机号": p.fake.phone_number(),
        "城市": p.fake.city(),
        "地址": p.fake.street_address(),
    }


def thai(p: People) -> Record:
    return {
        "ชื่อ": p.fake.first_name(),
        "นามสกุล": p.fake.last_name(),
        "วันเกิด": p.born("%d/%m/") + str(p.dice.randrange(2475, 2560)),
        "จังหวัด": p.fake.city(),
        "โทรศัพท์": p.fake.numerify("08########"),
    }


def filipino(p: People) -> Record:
    surname = p.dice.choice(
        ["dela Cruz", "Santos", "Reyes", "Garcia", p.fake.last_name(), p.fake.last_name()]
    )
    return {
        "Name": f"{p.fake.first_name()} {surname}",
        "Birthday": p.born("%m/%d/%Y"),
        "Barangay": p.fake.city(),
        "Mobile": p.fake.numerify("+639#########"),
    }


def nameless(p: People) -> Record:
    """Headers that say nothing: the values have to."""
    record = short(p)
    return {f"col{i}": value for i, value in enumerate(record.values())}


STYLES: dict[str, tuple[str, Callable[[], Callable[[People], Record]]]] = {
    "febrl": ("en_AU", lambda: febrl),
    "febrl_no_id": ("en_AU", lambda: febrl_no_id),
    "short": ("en_GB", lambda: short),
    "contacts": ("en_US", lambda: contacts),
    "german": ("de_DE", lambda: german),
    "historical": ("en_GB", lambda: historical),
    "voters": ("en_US", Households),
    "vietnamese": ("vi_VN", lambda: vietnamese),
    "chinese": ("zh_CN", lambda: chinese),
    "thai": ("th_TH", lambda: thai),
    "filipino": ("en_PH", lambda: filipino),
    "nameless": ("en_GB", lambda: nameless),
}


def damage_value(value: str, dice: random.Random) -> str:
    """One slip of a finger, an ear or a scanner."""
    if len(value) < 2:
        return value
    at = dice.randrange(len(value) - 1)
    letters = (
        "0123456789" if value[at].isdigit() else "abcdefghijklmnopqrstuvwxyz" if value.isascii() else value
    )
    match dice.randrange(7):
        case 0:
            return value[:at] + value[at + 1 :]
        case 1:
            return value[:at] + dice.choice(letters) + value[at:]
        case 2:
            return value[:at] + dice.choice(letters) + value[at + 1 :]
        case 3:
            return value[:at] + value[at + 1] + value[at] + value[at + 2 :]
        case 4:
            return value[:at] + value[at] + value[at:]
        case _ as other:
            for old, new in dice.sample(SCANNED if other == 5 else HEARD, 8):
                if old in value:
                    return value.replace(old, new, 1)
            return value[:at] + dice.choice(letters) + value[at + 1 :]


def damage(record: Record, dice: random.Random, times: int, missing: float) -> Record:
    """A copy of a record with so many things gone wrong, and each value missing with a chance."""
    made = dict(record)
    headers = list(made)
    for _ in range(times):
        header = dice.choice(headers)
        value = made[header]
        chance = dice.random()
        if (
            chance < 0.1
            and header in headers[:2]
            and not any(c.isdigit() for h in headers[:2] for c in made[h])
        ):
            made[headers[0]], made[headers[1]] = made[headers[1]], made[headers[0]]
        elif chance < 0.25 and value[:4].isdigit() and len(value) in (8, 10) and value.count("-") in (0, 2):
            day, month = value[-2:], value[5:7] if "-" in value else value[4:6]
            made[header] = (
                value[:4] + ("-" if "-" in value else "") + day + ("-" if "-" in value else "") + month
            )
        elif chance < 0.3:
            made[header] = " ".join(reversed(value.split(" ")))
        elif chance < 0.4 and value in SHORT:
            made[header] = SHORT[value]
        else:
            made[header] = damage_value(value, dice)
    return {h: "" if dice.random() < missing else v for h, v in made.items()}


def make(style: str, rows: int, damaged: bool, seed: int) -> Iterator[Record]:
    """Shuffled rows of one style, with `rec_id` (which gives the truth away) and `cluster` (the truth)."""
    locale, maker = STYLES[style]
    people, make_one = People(locale, seed), maker()
    dice = random.Random(seed + 1)
    made: list[Record] = []
    person = 0
    while len(made) < rows:
        original = make_one(people)
        made.append({"rec_id": f"rec-{person}-org", **original, "cluster": str(person)})
        copies = dice.choice([0, 0, 1, 1, 2, 3, 5] if damaged else [0, 0, 0, 1, 1, 2])
        for copy in range(copies):
            if len(made) == rows:
                break
            times, missing = (dice.randrange(1, 6), 0.15) if damaged else (dice.randrange(0, 3), 0.03)
            changed = damage(original, dice, times, missing)
            made.append({"rec_id": f"rec-{person}-dup-{copy}", **changed, "cluster": str(person)})
        person += 1
    dice.shuffle(made)
    yield from made


def write(path: Path, style: str, rows: int, damaged: bool, seed: int = 1) -> Path:
    """Writes one made-up file."""
    records = list(make(style, rows, damaged, seed))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    return path


def main() -> None:
    """Prints one line for each style and degree of damage."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--style", choices=sorted(STYLES), action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for style in options.style or STYLES:
            for damaged in (False, True):
                path = write(Path(folder) / "people.csv", style, options.rows, damaged, options.seed)
                started = time.perf_counter()
                found = match_file(
                    path, truth="cluster", progress=print if options.verbose else lambda _: None
                )
                taken = time.perf_counter() - started
                score = found.score
                assert score is not None
                print(
                    f"{style:12} {'damaged ' if damaged else 'clean-ish'} rows {found.rows:6} "
                    f"precision {score.precision:.3f} recall {score.recall:.3f} f1 {score.f1:.3f} "
                    f"in {taken:.1f} s",
                    flush=True,
                )


if __name__ == "__main__":
    main()
