"""Once: what has an idempotency key is done at most once, and its answer can be had again."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec

from backoffice.errors import Refused
from backoffice.storage import Database, Transaction

Work = Callable[[Transaction], tuple[int, dict[str, Any]]]
FIND = "SELECT request, status, body FROM operation WHERE key = ?"
KEEP = "INSERT INTO operation VALUES (?, ?, ?, ?, ?)"
LONGEST = 255


class Answer(msgspec.Struct, frozen=True):
    """What is answered. `again` says that it was answered before."""

    status: int
    body: bytes
    again: bool = False


def key_of(header: str) -> str:
    """The key in an Idempotency-Key header, with or without the quotes of the draft standard."""
    key = header.strip()
    key = key[1:-1] if len(key) > 1 and key[0] == key[-1] == '"' else key
    if not key:
        raise Refused(
            400, "no_key", "The request has no Idempotency-Key.", "Send one that is new for each thing to do."
        )
    if len(key) > LONGEST or not key.isascii() or not key.isprintable():
        raise Refused(400, "bad_key", f"An Idempotency-Key has at most {LONGEST} printable ASCII characters.")
    return key


def do_once(database: Database, key: str, request: str, work: Work) -> Answer:
    """Do `work` and keep its answer, in one transaction; or give the answer that is kept.

    What is refused is kept as well, without what was done until then. `request` tells one request
    from another: the same key with another one is refused with 422. Only a hash of it is kept, since it
    may hold a one-time code or a payment token.
    """
    request = sha256(request.encode()).hexdigest()

    def attempt(tx: Transaction) -> Answer:
        known = tx.run(FIND, (key,))
        if known:
            first, status, body = known[0]
            if first != request:
                raise Refused(
                    422,
                    "key_reused",
                    "This Idempotency-Key came with another request before.",
                    "Send a new one.",
                )
            return Answer(status, body, again=True)
        tx.key = key
        tx.run("SAVEPOINT work")
        try:
            status, answer = work(tx)
        except Refused as refused:
            tx.run("ROLLBACK TO work")
            status, answer = refused.status, refused.answer
        tx.run("RELEASE work")
        body = msgspec.json.encode(answer)
        tx.run(KEEP, (key, request, status, body, tx.now))
        return Answer(status, body)

    return database.run(attempt)


def outcome(tx: Transaction, key: str, under_way: bool) -> dict[str, Any]:
    """What became of a request. Raises Refused (404) if nothing did, and nothing will of that one."""
    known = tx.run(FIND, (key,))
    if known:
        _, status, body = known[0]
        return {"key": key, "state": "done", "status": status, "answer": msgspec.json.decode(body)}
    if under_way:
        return {"key": key, "state": "under_way"}
    raise Refused(
        404, "not_done", "Nothing was done under this key.", "It can be sent again with the same key."
    )
