"""Reading one file of `flows/`: its steps, where they lead, what is known at each."""

import re
from typing import Any

import msgspec

from warmline.business.decode import decode
from warmline.business.located import Mapping, Node, Scalar, Sequence
from warmline.business.model import Disclosure
from warmline.business.suggest import suggest
from warmline.flows.model import BUILT_IN, END, RESERVED, Flow, Step, Way
from warmline.flows.reading.guards import guards_at
from warmline.flows.reading.known import known_at
from warmline.flows.reading.place import Around, Given, StepPlace
from warmline.flows.steps.end import End
from warmline.flows.steps.registry import KINDS, WRITTEN
from warmline.flows.variables import TAKEN, FlowFacts, Variable

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
HOW = "begin with a letter; use a-z, 0-9, _ and -, at most 40"
VARIABLE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_WORD = re.compile(r"\w+")
_SAY = "say"


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of a flow."""

    flow: str
    steps: dict[str, Any]
    title: Any = None
    needs: str = "anonymous"
    wants: str = ""
    queue: str = ""
    start: str = ""


class _Sketch:
    """A step that was decoded: what it leads to is known, what it says is not yet."""

    def __init__(self, place: StepPlace, written: Any, ways: tuple[Way, ...]) -> None:
        self.place, self.written, self.ways = place, written, ways


def read_flow(node: Mapping, around: Around) -> Flow | None:
    """The flow that a file holds; None after reporting why not."""
    checked = around.checked
    name = node.items.get("flow")
    called = f'flow "{name.text}"' if isinstance(name, Scalar) else "a flow"
    written = decode(node, Written, checked.report, called)
    if written is None:
        return None
    steps = node.items["steps"]
    if not isinstance(steps, Mapping) or not steps.items:
        checked.problem(node.file, node.line_of("steps"), f"{called} has no steps", "write steps: {greet: …}")
        return None
    words = _words(node)
    sketches = {}
    for step, body in steps.items.items():
        sketch = _sketch(written.flow, step, body, steps.lines[step], words, around)
        if sketch is not None:
            sketches[step] = sketch
    if len(sketches) < len(steps.items):
        return None
    start = written.start or next(iter(sketches))
    if start not in sketches:
        checked.problem(
            node.file, node.line_of("start"), f'{called} has no step "{start}"', suggest(start, sketches)
        )
        return None
    sound = [_leads(sketch, sketches, around) for sketch in sketches.values()]
    if not all(sound):
        return None
    variables = _variables(sketches, node, around)
    facts = FlowFacts(checked.facts, variables, words)
    ways = {step: sketch.ways for step, sketch in sketches.items()}
    known, secrets = known_at(start, ways), known_at(start, ways, "secrets")
    guards = guards_at(start, ways, {step: sketch.place.kind for step, sketch in sketches.items()})
    read: dict[str, Step] = {}
    for step, sketch in sketches.items():
        place = sketch.place
        place.facts = facts
        place.known = known.get(step, frozenset())
        place.secrets = secrets.get(step, frozenset())
        place.guard = guards.get(step, "")
        found = KINDS[place.kind].read(sketch.written, place, sketch.ways)  # type: ignore[attr-defined]
        if found is not None:
            read[step] = found
    title = (
        checked.said(node.items["title"], checked.environment(), f"{written.flow}, title")
        if written.title
        else None
    )
    _check_head(written, node, called, around)
    around.gives[written.flow] = _gives(read, known, around)
    return Flow(
        name=written.flow,
        title=title,
        needs=_LEVELS.get(written.needs, Disclosure.ANONYMOUS),
        wants=written.wants,
        queue=written.queue,
        start=start,
        steps=read,
        file=node.file,
        line=node.line,
        facts=facts,
        variables=variables,
        gives={
            one.name: one for one in (*around.gives[written.flow].always, *around.gives[written.flow].perhaps)
        },
        known=known,
    )


_LEVELS = {level.name.lower(): level for level in Disclosure if level is not Disclosure.STAFF}


def _check_head(written: Written, node: Mapping, called: str, around: Around) -> None:
    checked = around.checked
    if not NAME.fullmatch(written.flow) or written.flow == BUILT_IN:
        checked.problem(node.file, node.line_of("flow"), f'"{written.flow}" is not a name for a flow', HOW)
    if written.needs not in _LEVELS:
        what = f'{called} needs "{written.needs}", which is no level'
        checked.problem(node.file, node.line_of("needs"), what, suggest(written.needs, _LEVELS))
    if written.queue and written.queue not in around.service.queues:
        what = f'there is no queue "{written.queue}"'
        checked.problem(node.file, node.line_of("queue"), what, suggest(written.queue, around.service.queues))
    if written.needs != "anonymous" and not around.service.recognise:
        what = f"{called} needs to know who it is, and no flow finds that out"
        checked.problem(node.file, node.line_of("needs"), what, "name one in service.yaml: recognise: who")


def _sketch(
    flow: str, name: str, body: Node, line: int, words: frozenset[str], around: Around
) -> _Sketch | None:
    """One step, decoded, with the ways out of it."""
    report = around.checked.report
    if not NAME.fullmatch(name):
        report.problem(body.file, line, f'"{name}" is not a name for a step', HOW)
        return None
    if not isinstance(body, Mapping):
        what = f'step "{name}" needs a map, not {body.kind()}'
        report.problem(body.file, line, what, 'write what it does below it: say: "…"')
        return None
    kinds = [key for key in body.items if key in KINDS and key != _SAY]
    if not kinds and _SAY in body.items:
        kinds = [_SAY]
    if len(kinds) != 1:
        guess = suggest(next(iter(body.items), ""), KINDS)
        what = f'step "{name}" does nothing that is known'
        if kinds:
            what, guess = (
                f'step "{name}" does {len(kinds)} things: {", ".join(kinds)}',
                "make each a step of its own",
            )
        report.problem(body.file, line, what, guess)
        return None
    node = _together(body, kinds[0], line)
    place = StepPlace(around, flow, name, kinds[0], node, words=words)
    written = place.decode(WRITTEN[kinds[0]])
    if written is None:
        return None
    return _Sketch(place, written, KINDS[kinds[0]].outline(written, place))  # type: ignore[attr-defined]


def _together(body: Mapping, kind: str, line: int) -> Mapping:
    """The keys of a step, and below them those of its kind, as one map: `say` of both, one after the other."""
    inner = body.items[kind]
    if not isinstance(inner, Mapping) or kind == _SAY:
        empty = isinstance(inner, Scalar) and inner.value is None
        items = {key: value for key, value in body.items.items() if not (empty and key == kind)}
        return Mapping(body.file, line, items, {key: body.lines[key] for key in items})
    items = {key: value for key, value in body.items.items() if key != kind}
    lines = {key: body.lines[key] for key in items}
    for key, value in inner.items.items():
        if key == _SAY and _SAY in items:
            value = Sequence(body.file, items[_SAY].line, (*_each(items[_SAY]), *_each(value)))
        items[key] = value
        lines.setdefault(key, inner.lines[key])
    return Mapping(body.file, line, items, lines)


def _each(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)


def _leads(sketch: _Sketch, sketches: dict[str, _Sketch], around: Around) -> bool:
    """Whether all ways out of a step lead somewhere."""
    sound = True
    for way in sketch.ways:
        if way.target not in sketches and way.target not in RESERVED:
            what = f'there is no step "{way.target}"' if way.target else "it does not say what comes next"
            remedy = (
                suggest(way.target, [*sketches, *RESERVED]) if way.target else "add then: and a step, or end"
            )
            sketch.place.refuse(way.path, what, remedy)
            sound = False
    return sound


def _variables(sketches: dict[str, _Sketch], node: Mapping, around: Around) -> dict[str, Variable]:
    """All variables of a flow. One that several steps give is of one type."""
    found: dict[str, Variable] = {}
    for sketch in sketches.values():
        for way in sketch.ways:
            for one in (*way.gives, *way.might):
                if one.name in TAKEN or not VARIABLE.fullmatch(one.name):
                    taken = "means something already" if one.name in TAKEN else "is not a name for a variable"
                    sketch.place.refuse((), f'"{one.name}" {taken}', "use a-z, 0-9 and _, and another word")
                    continue
                other = found.get(one.name)
                if other is None:
                    found[one.name] = one
                elif not _same(other, one):
                    what = f'"{one.name}" is given here as another kind of thing than elsewhere in the flow'
                    sketch.place.refuse((), what, "give one of them another name: into: …")
                else:
                    found[one.name] = Variable(
                        one.name,
                        other.field,
                        max(one.disclosure, other.disclosure),
                        said=one.said and other.said,
                    )
    return found


def _same(one: Variable, other: Variable) -> bool:
    kind, against = one.field.type, other.field.type
    return kind == against or (
        getattr(kind, "fields", None) is not None
        and getattr(kind, "fields", None) == getattr(against, "fields", None)
    )


def _gives(steps: dict[str, Step], known: dict[str, frozenset[str]], around: Around) -> Given:
    """What a flow gives to its caller: for sure what all its ends give."""
    reading = around.checked.facts.reading
    ends = [step for name, step in steps.items() if isinstance(step, End) and name in known]
    loose = any(
        way.target == END and END not in steps and not isinstance(step, End)
        for name, step in steps.items()
        if name in known
        for way in step.ways
    )
    found: dict[str, Variable] = {}
    for end in ends:
        for name, stored in end.give:
            found.setdefault(name, Variable(name, stored.field(reading), Disclosure.VERIFIED))
    always = [
        one
        for name, one in found.items()
        if not loose and all(any(given == name for given, _ in end.give) for end in ends)
    ]
    perhaps = [one for one in found.values() if one not in always]
    return Given(tuple(always), tuple(perhaps))


def _words(node: Node) -> frozenset[str]:
    """All words that stand anywhere in a file."""
    if isinstance(node, Scalar):
        return frozenset(_WORD.findall(node.text))
    inside = node.items.values() if isinstance(node, Mapping) else getattr(node, "items", ())
    found: set[str] = set()
    for one in inside:
        found |= _words(one)
    return frozenset(found)
