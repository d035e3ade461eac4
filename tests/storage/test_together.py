"""Questions that are asked at the same moment, answered by one look."""

import asyncio
from functools import partial

import pytest

from warmline.storage.port import Reader, Transaction
from warmline.storage.sqlite import SqliteStorage
from warmline.storage.together import Together

LATEST = "SELECT max(text) FROM t"


def put(text: str, tx: Transaction) -> None:
    tx.run("INSERT INTO t (text) VALUES (?)", (text,))


class Looks:
    """A question that counts how often it is looked for."""

    def __init__(self) -> None:
        self.readers: list[Reader] = []

    def __call__(self, reader: Reader, key: int) -> tuple[int, str]:
        self.readers.append(reader)
        if key < 0:
            raise LookupError(key)
        row = reader.one(LATEST)
        return key, str(row[0] if row else None)


def test_many_who_are_woken_together_share_one_look(storage: SqliteStorage) -> None:
    looks = Looks()

    async def scenario() -> None:
        together = Together(storage, looks)
        answers = await asyncio.gather(*(together.ask(one % 5) for one in range(20)))
        assert [key for key, _ in answers] == [one % 5 for one in range(20)]
        assert len(looks.readers) == 5 and len({id(one) for one in looks.readers}) == 1
        assert (await together.ask(7))[0] == 7

    asyncio.run(scenario())


def test_an_answer_holds_what_was_committed_before_it_was_asked_for(storage: SqliteStorage) -> None:
    async def scenario() -> None:
        together = Together(storage, Looks())
        for number in range(20):
            before = asyncio.create_task(together.ask(1))
            await asyncio.sleep(0)
            text = f"n{number:02}"
            await storage.run(partial(put, text))
            assert (await together.ask(2))[1] == text
            await before

    asyncio.run(scenario())


def test_a_look_that_fails_fails_for_who_asked_and_nobody_after(storage: SqliteStorage) -> None:
    async def scenario() -> None:
        together = Together(storage, Looks())
        asked = [asyncio.create_task(together.ask(one)) for one in (-1, 3)]
        for one in asked:
            with pytest.raises(LookupError):
                await one
        assert (await together.ask(3))[0] == 3

    asyncio.run(scenario())


def test_who_gives_up_takes_nobody_along(storage: SqliteStorage) -> None:
    together = Together(storage, Looks())

    async def scenario() -> None:
        first, second = asyncio.create_task(together.ask(1)), asyncio.create_task(together.ask(2))
        await asyncio.sleep(0)
        first.cancel()
        assert (await second)[0] == 2
        asyncio.get_running_loop().create_task(together.ask(3))

    asyncio.run(scenario())

    async def later() -> None:
        assert (await together.ask(4))[0] == 4

    asyncio.run(later())
