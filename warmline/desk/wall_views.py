"""Filters of the wall that somebody has saved by a name: their own, in the order in which they were saved."""

from collections.abc import Mapping

import msgspec

from warmline.desk.wall_filter import Wanted, wanted_of
from warmline.language.messages import Told, message
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

MOST = 9
"""Views of one account: each has a key."""
LONGEST_NAME = 40
"""Characters."""

OF = "SELECT name, wanted FROM wall_view WHERE account = ? ORDER BY number"
SAVE = """INSERT INTO wall_view (account, name, wanted) VALUES (?, ?, ?)
          ON CONFLICT (account, name) DO UPDATE SET wanted = excluded.wanted"""
REMOVE = "DELETE FROM wall_view WHERE account = ? AND name = ?"


class NoName(Told):
    """A view without a name."""

    remedy = "Give it a short name, such as what you look for."

    def __init__(self) -> None:
        super().__init__("A view of the wall has a name.")


class NothingToSave(Told):
    """A view that shows everything."""

    remedy = "Choose a skill, a language, a channel or whose contacts first. Words that are searched for are not saved."

    def __init__(self) -> None:
        super().__init__("A view without a filter is the wall itself.")


class TooManyViews(Told):
    """More views than there are keys for."""

    remedy = "Remove one that you do not need any more."

    def __init__(self) -> None:
        super().__init__(message("There are %(n)s views already.", n=MOST))


STATUSES: Mapping[type[Exception], int] = {NoName: 400, NothingToSave: 400, TooManyViews: 409}


class View(msgspec.Struct, frozen=True):
    """One saved filter. Words that were searched for are no part of it: they may name a customer."""

    name: str
    wanted: Wanted


def saveable(wanted: Wanted) -> Wanted:
    """What of a filter is saved."""
    return msgspec.structs.replace(wanted, q="")


def views_of(reader: Reader, by: Principal) -> list[View]:
    """Somebody's views."""
    return [
        View(str(name), wanted_of(msgspec.msgpack.decode(wanted, type=dict[str, str])))
        for name, wanted in reader.all(OF, (by.id,))
    ]


async def save(storage: Storage, by: Principal, name: str, wanted: Wanted) -> View:
    """Save a filter; one of the same name is replaced. Raises NoName, NothingToSave, TooManyViews."""
    view = View(" ".join(name.split())[:LONGEST_NAME].strip(), saveable(wanted))
    if not view.name:
        raise NoName
    if not view.wanted.query():
        raise NothingToSave

    def command(tx: Transaction) -> None:
        others = [one for one in views_of(tx, by) if one.name != view.name]
        if len(others) >= MOST:
            raise TooManyViews
        tx.run(SAVE, (by.id, view.name, msgspec.msgpack.encode(view.wanted.query())))

    await storage.run(command)
    return view


async def remove(storage: Storage, by: Principal, name: str) -> None:
    """Remove a view; one that is gone already stays so."""
    await storage.run(lambda tx: tx.run(REMOVE, (by.id, name)))
