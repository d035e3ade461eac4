"""Set what is known about a customer.

- set: {churn_risk: high}
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.business.located import Mapping, Node
from warmline.decisions.actions.base import Append, Consequence, Moment, Place
from warmline.events import catalogue
from warmline.language.messages import Listed, Message, Value, message


@dataclass(frozen=True, slots=True)
class SetTraits:
    """Traits and their new values, as a source would send them."""

    kind: ClassVar[str] = "set"
    reaches: ClassVar[bool] = False
    purpose: ClassVar[str] = ""
    traits: dict[str, Any]

    @classmethod
    def read(cls, node: Node, place: Place) -> "SetTraits | None":
        """From `{trait: value}`; a trait that no field of the profile reads is refused."""
        if not isinstance(node, Mapping) or not node.items:
            place.refuse(node, "set needs traits and their values", "write set: {churn_risk: high}")
            return None
        read = _traits_read(place)
        for name in node.items:
            if name not in read:
                line = Node(node.file, node.lines[name])
                what = f'no field of profile.yaml reads the trait "{name}"'
                place.refuse(line, what, f"add one: last: {{customer.identified: traits.{name}}}")
        traits = node.plain()
        if wrong := catalogue.problem("customer.identified", {"traits": traits}):
            place.refuse(
                node, f"set gives what no source may send: {wrong}", "see the event customer.identified"
            )
            return None
        return cls(traits)

    def consequences(self, moment: Moment) -> list[Consequence]:
        return [Append("customer.identified", {"traits": dict(self.traits)})]

    def said(self) -> Message:
        traits: list[Value] = [
            message("%(name)s to %(value)s", name=name, value=_shown(value))
            for name, value in self.traits.items()
        ]
        return message("set %(traits)s", traits=Listed(traits, ""))


def _shown(value: Any) -> str:
    """A value as it stands in a policy."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _traits_read(place: Place) -> set[str]:
    paths = [
        path
        for field in place.checked.business.fields.values()
        for paths in (field.last, field.first)
        if paths is not None and (path := paths.get("customer.identified"))
    ]
    parts = [part.strip() for path in paths for part in path.split("|")]
    return {part.removeprefix("traits.") for part in parts if part.startswith("traits.")}
