"""What members of staff have solved lately, in contacts here and in those of other systems."""

from collections import Counter
from collections.abc import Iterable

from warmline.routing import repository
from warmline.staff import repository as staff
from warmline.storage.port import Reader


def solved(reader: Reader, reasons: Iterable[str], since: int) -> dict[str, int]:
    """How many contacts about some reasons each has solved since a time, by the ids of their accounts."""
    wanted = sorted(reasons)
    found = Counter(repository.solved(reader, wanted, since))
    for email, reason, number in repository.solved_elsewhere(reader, since):
        if reason in wanted and (who := _account(reader, email)):
            found[who] += number
    return dict(found)


def solved_by(reader: Reader, since: int) -> dict[str, dict[str, int]]:
    """How many contacts each has solved since a time, by what they were about, the most frequent first."""
    found = {who: Counter(each) for who, each in repository.solved_by(reader, since).items()}
    for email, reason, number in repository.solved_elsewhere(reader, since):
        if who := _account(reader, email):
            found.setdefault(who, Counter())[reason] += number
    return {who: dict(each.most_common()) for who, each in found.items()}


def _account(reader: Reader, email: str) -> str:
    """The id of the account with a sign-in name; "" while there is none."""
    account = staff.account_named(reader, email)
    return account.id if account else ""
