"""Lanes: commands that wait for the writer, urgent ones before ordinary ones, each lane in its order."""

import threading
from collections import deque
from queue import SimpleQueue
from typing import Any

from warmline.storage.work import Work

URGENT_IN_A_ROW = 8
"""Urgent commands that go before an ordinary one at most: however many they are, ordinary ones get on."""


class Lanes:
    """Any thread puts commands in and takes them out. None tells who takes to stop."""

    def __init__(self) -> None:
        self._urgent: deque[Work[Any]] = deque()
        self._ordinary: deque[Work[Any] | None] = deque()
        self._waiting: SimpleQueue[None] = SimpleQueue()
        """As many as are in both lanes: a command is in its lane before it is counted here."""
        self._taking = threading.Lock()
        self._in_a_row = 0

    def put(self, work: Work[Any]) -> None:
        """Have a command wait in its lane."""
        if work.urgent:
            self._urgent.append(work)
        else:
            self._ordinary.append(work)
        self._waiting.put(None)

    def stop(self) -> None:
        """Have whoever takes commands out stop after the ordinary ones that wait now."""
        self._ordinary.append(None)
        self._waiting.put(None)

    def take(self) -> Work[Any] | None:
        """The command whose turn it is; waits until there is one."""
        self._waiting.get()
        return self._next()

    def take_now(self) -> Work[Any] | None:
        """The same where one waits. Raises Empty."""
        self._waiting.get_nowait()
        return self._next()

    @property
    def is_any_urgent(self) -> bool:
        """Whether an urgent command waits."""
        return bool(self._urgent)

    def __len__(self) -> int:
        return self._waiting.qsize()

    def _next(self) -> Work[Any] | None:
        """What stops comes after all that is urgent: it would wait for nobody."""
        with self._taking:
            is_any_ordinary = bool(self._ordinary) and self._ordinary[0] is not None
            if self._urgent and (self._in_a_row < URGENT_IN_A_ROW or not is_any_ordinary):
                self._in_a_row += 1
                return self._urgent.popleft()
            self._in_a_row = 0
            return self._ordinary.popleft()
