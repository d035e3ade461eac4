"""Which condition holds at a step, because the only way to it leads through branches.

branch:
  - {when: has(invoice.change), then: higher}      # so that `higher` can say {invoice.change}
"""

from collections.abc import Iterable, Mapping

from warmline.flows.model import START, Way

BRANCH = "branch"


def guards_at(start: str, ways: Mapping[str, Iterable[Way]], kinds: Mapping[str, str]) -> dict[str, str]:
    """For each step that has a guard, the condition, as it is written; joined where several branches lead there.

    `kinds` are the kinds of the steps. What was learnt between a branch and a step ends what the branch has found out.
    """
    into: dict[str, list[tuple[str, Way]]] = {}
    for name, out in ways.items():
        for way in out:
            target = start if way.target == START and START not in ways else way.target
            if target != name:
                into.setdefault(target, []).append((name, way))
    found: dict[str, str] = {start: ""}

    def guard(name: str) -> str:
        if name not in found:
            found[name] = ""
            entries = into.get(name, ())
            if len(entries) == 1:
                before, way = entries[0]
                inherited = "" if way.gives else guard(before)
                own = way.label if kinds[before] == BRANCH else ""
                found[name] = " && ".join(f"({one})" for one in (inherited, own) if one)
        return found[name]

    return {name: condition for name in ways if (condition := guard(name))}
