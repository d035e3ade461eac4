"""Which variables are known at each step, on whatever way it was reached."""

from collections.abc import Iterable, Mapping

from warmline.flows.model import START, Way

Names = frozenset[str]


def known_at(start: str, ways: Mapping[str, Iterable[Way]], gives: str = "gives") -> dict[str, Names]:
    """For each step that can be reached, the names that every way to it has given.

    Steps that cannot be reached are left out. `gives` is "gives" for variables, "secrets" for what was entered in
    secret.
    """
    known: dict[str, Names] = {start: frozenset()}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        for way in ways.get(name, ()):
            target = start if way.target == START and START not in ways else way.target
            if target not in ways:
                continue
            more = known[name] | _given(way, gives)
            before = known.get(target)
            after = more if before is None else before & more
            if after != before:
                known[target] = after
                waiting.append(target)
    return known


def _given(way: Way, gives: str) -> Names:
    return frozenset(way.secrets) if gives == "secrets" else frozenset(one.name for one in way.gives)
