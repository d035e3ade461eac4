"""The reference page of event types: `python -m warmline.events.reference > docs/reference/events.md`."""

import json

from warmline.events.catalogue import EventType, describe

INTRODUCTION = """\
# Event types

<!-- Written by `python -m warmline.events.reference`; change `warmline/events/`, not this page. -->

What Warmline knows about the events of a company. Types that are not listed here are welcome: they
are stored and can be used in profiles and policies, they are only not checked. So are properties
beyond the ones listed. An event of a listed type whose properties do not fit is rejected with a
message that says what to do, and kept among the rejects.

An optional property may be absent or null. **Money** is an object with whole minor units and an
ISO 4217 currency: `{"amount": 129000, "currency": "PHP"}` is 1,290 pesos. A **time** carries its
zone (`2025-11-12T08:10:00+08:00`), a **day** does not (`2025-11-12`). When an event happened, on
which channel and to whom is not among its properties: see the event's `occurred`, `channel` and
`identifiers`.

Events are kept as they were sent. Traits of a customer may come in our spelling (`first_name`) or
in Segment's (`firstName`); a profile reads both when its field says so:
`traits.first_name | traits.firstName`.
"""


def page() -> str:
    """The whole page, as Markdown."""
    groups = describe()
    contents = "\n".join(
        f"* [{group}](#{group}): " + ", ".join(f"[`{known.name}`](#{anchor(known)})" for known in types)
        for group, types in groups.items()
    )
    sections = "\n".join(
        f"## {group}\n\n" + "\n".join(section(known) for known in types) for group, types in groups.items()
    )
    return f"{INTRODUCTION}\n{contents}\n\n{sections}"


def anchor(known: EventType) -> str:
    """Where the heading of a type is reached: dots vanish from anchors."""
    return known.name.replace(".", "")


def section(known: EventType) -> str:
    """One type: what it means, its properties, an example."""
    details = f"\n{known.details}\n" if known.details else ""
    rows = "\n".join(
        f"| `{field.name}` | {cell(field.expected)} | {'yes' if field.required else ''} | {cell(field.doc)} |"
        for field in known.fields
    )
    example = json.dumps(known.example, ensure_ascii=False, indent=2)
    return (
        f"### {known.name}\n\n{known.summary}\n{details}\n"
        f"| property | value | required | meaning |\n|---|---|---|---|\n{rows}\n\n"
        f"```json\n{example}\n```\n"
    )


def cell(text: str) -> str:
    """Text inside a table."""
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print(page(), end="")
