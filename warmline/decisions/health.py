"""Policies that fail again and again are disabled, until they are changed or somebody enables them."""

import threading
from collections.abc import Iterable

import msgspec

from warmline.conditions.errors import EvaluationError
from warmline.decisions.model import Policy
from warmline.storage.port import Reader, Storage, Transaction

ALL = "SELECT policy, digest, failures, why, at FROM disabled_policy"
PUT = """INSERT INTO disabled_policy (policy, digest, failures, why, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (policy) DO UPDATE SET digest = excluded.digest, failures = excluded.failures,
         why = excluded.why, at = excluded.at"""
KNOWN = "SELECT 1 FROM disabled_policy WHERE policy = ? AND digest = ?"
DROP = "DELETE FROM disabled_policy WHERE policy = ?"

MOST_FAILURES = 10
"""Failures one after the other after which a policy is disabled."""


class Disabled(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that is not asked: since when (microseconds), after how many failures, the last of which was why."""

    policy: str
    digest: str
    failures: int
    why: str
    at: int


class Health:
    """Counts failures one after the other; what is disabled is on the disk and outlives a restart."""

    def __init__(self, storage: Storage) -> None:
        self._changing = threading.Lock()
        self._failing: dict[str, int] = {}
        self._storage = storage
        self.reload()

    def reload(self) -> None:
        """Read what is disabled again: a restore has put another database in place."""
        self._failing.clear()
        self._disabled = {one.policy: one for one in self._storage.read_now(_all)}
        self.digests: frozenset[str] = frozenset(one.digest for one in self._disabled.values())
        """The digests of the policies that are not asked: a policy that was changed has another."""

    @property
    def count(self) -> int:
        """How many policies are disabled, those among them that were changed since."""
        return len(self._disabled)

    def of(self, policy: Policy) -> Disabled | None:
        """Why a policy is disabled; None where it is not."""
        found = self._disabled.get(policy.name)
        return found if found is not None and found.digest == policy.digest else None

    @property
    def is_any_failing(self) -> bool:
        """Whether any policy failed the last time it was judged."""
        return bool(self._failing)

    def fine(self, tx: Transaction, policies: Iterable[Policy]) -> None:
        """These were judged without a failure: they begin at nothing again."""
        digests = [policy.digest for policy in policies if policy.digest in self._failing]
        if digests:
            tx.after_commit(lambda: self._begin_again(digests))

    def failed(
        self, tx: Transaction, policy: Policy, error: EvaluationError, now: int, text: str = ""
    ) -> Disabled | None:
        """Count a failure, of the condition or of another `text`; what is to be written if that was one too many.

        Only what is committed counts: what fails as a whole is judged again.
        """
        tx.after_commit(lambda: self._count(policy.digest))
        failures = self._failing.get(policy.digest, 0) + 1
        if failures < MOST_FAILURES:
            return None
        why = _where(text or (policy.when.text if policy.when is not None else ""), error)
        return Disabled(policy=policy.name, digest=policy.digest, failures=failures, why=why, at=now)

    def _count(self, digest: str) -> None:
        with self._changing:
            self._failing[digest] = self._failing.get(digest, 0) + 1

    def _begin_again(self, digests: Iterable[str]) -> None:
        with self._changing:
            for digest in digests:
                self._failing.pop(digest, None)

    def disable(self, tx: Transaction, one: Disabled) -> bool:
        """Put on the disk that a policy is disabled, and go by it after the commit; False if it is there already."""
        if tx.one(KNOWN, (one.policy, one.digest)):
            return False
        tx.run(PUT, (one.policy, one.digest, one.failures, one.why, one.at))
        tx.after_commit(lambda: self._change(one.policy, one))
        return True

    def enable(self, tx: Transaction, policy: str) -> bool:
        """Ask a policy again; False if it was not disabled."""
        was = tx.run(DROP, (policy,)) == 1
        tx.after_commit(lambda: self._change(policy, None))
        return was

    def _change(self, policy: str, to: Disabled | None) -> None:
        with self._changing:
            known = {name: one for name, one in self._disabled.items() if name != policy}
            before = self._disabled.get(policy)
            if before is not None:
                self._failing.pop(before.digest, None)
            self._disabled = known if to is None else {**known, policy: to}
            self.digests = frozenset(one.digest for one in self._disabled.values())


def _where(text: str, error: EvaluationError) -> str:
    """What kind of failure in which part of a condition; never the values, which are a customer's."""
    part = text[error.start : error.end] if 0 <= error.start < error.end else text
    return f"{type(error).__name__} in {' '.join(part.split())[:200]}"


def _all(reader: Reader) -> list[Disabled]:
    return [
        Disabled(policy=policy, digest=digest, failures=failures, why=why, at=at)
        for policy, digest, failures, why, at in reader.all(ALL)
    ]
