"""A decision as lines for people: who it is about, what was chosen, what was not, and why each."""

from collections.abc import Iterator, Sequence

from warmline.cli.columns import Row, rows_in, wrapped
from warmline.cli.output import moment, plain
from warmline.decisions.answers import Authority, Chosen, Code, Decision, HeldBack, Worth
from warmline.log.moment import write

_PREFIXES: dict[Code, str] = {
    "condition_false": "not now: ",
    "not_eligible": "not now: ",
    "earlier_row": "not now: ",
    "condition_failed": "",
    "action_failed": "",
    "disabled": "",
}
"""What stands in front of a reason; elsewhere something was ready and was held back."""


def decision_lines(decision: Decision, heading: Sequence[str], explain: bool, columns: int) -> Iterator[str]:
    """All lines of an answer. With `explain`, what each answer is made of and the policies that did not hold."""
    yield from heading_lines(heading, columns)
    rows = [_chosen(one, explain) for one in decision.chosen]
    if not rows:
        yield "  Nothing would help now that the policies know of."
    rows += [_held_back(one, explain) for one in decision.held_back]
    if explain:
        rows += [_not_held(one) for one in decision.explained if one.reason.code != "not_asked"]
    yield from rows_in(rows, columns)
    if explain:
        yield from _not_asked(decision, columns)
        yield ""
        asked = f"{decision.evaluated} {'policy was' if decision.evaluated == 1 else 'policies were'} asked"
        on_record = f"On record as {decision.id}" if decision.id else "Not on record"
        yield f"{on_record}; {asked}, of business {decision.business}."


def heading_lines(heading: Sequence[str], columns: int) -> list[str]:
    """What one should know of the customer first."""
    return wrapped(" · ".join(plain(part) for part in heading), columns)


def chosen_in_words(chosen: Chosen) -> str:
    """Why something is answered: advice by what it says, an offer by its policy and what it was ranked by."""
    if chosen.kind == "advise":
        return chosen.words or chosen.why
    return f"{chosen.why.rstrip('. ')}: {chosen.words}" if chosen.why else chosen.words


def reason_in_words(held_back: HeldBack) -> str:
    """Why something did not come about."""
    return _PREFIXES.get(held_back.reason.code, "held back: ") + held_back.reason.words


def _chosen(chosen: Chosen, explain: bool) -> Row:
    below = tuple(_details(chosen)) if explain else ()
    return Row(str(chosen.rank), chosen.name, chosen_in_words(chosen), f"policy {chosen.policy}", below)


def _held_back(one: HeldBack, explain: bool) -> Row:
    words, rule = reason_in_words(one), one.reason.rule or f"policy {one.policy}"
    below = []
    if explain and one.reason.until is not None:
        below.append(f"until {moment(write(one.reason.until))}")
    if explain and one.worth is not None:
        below.append(f"would be worth {_score(one.worth)}")
    return Row("–", one.name or one.policy, words, rule, tuple(below))


def _not_held(one: HeldBack) -> Row:
    """That it was a condition goes without saying; a table whose other row holds does not."""
    rule = "" if one.reason.code == "condition_false" else one.reason.rule
    return Row("–", one.policy, reason_in_words(one), rule)


def _not_asked(decision: Decision, columns: int) -> Iterator[str]:
    """The policies that are about something else, together: what else one could ask about."""
    others = [
        f"{plain(one.policy)} ({', '.join(one.reason.facts.get('asked', ()))})"
        for one in decision.explained
        if one.reason.code == "not_asked"
    ]
    if others:
        yield ""
        about = (
            "Not asked, as they are about something else; name it with --situation, or let it be remembered:"
        )
        yield from wrapped(about, columns)
        yield from (f"  {line}" for line in wrapped(", ".join(others), columns - 2))


def _details(chosen: Chosen) -> Iterator[str]:
    """What an answer is made of, a line each."""
    if chosen.title and chosen.title != chosen.name:
        yield chosen.title
    if chosen.kind == "advise" and chosen.why:
        yield f"why: {chosen.why}"
    if chosen.say and chosen.say not in (chosen.words, chosen.title):
        yield f"say: {chosen.say}"
    if chosen.worth is not None:
        yield f"worth {_score(chosen.worth)}{_sources(chosen.worth)}"
        if chosen.authority is not None:
            yield _allowed(chosen.authority, chosen.worth)
    if chosen.until is not None:
        yield f"holds until {moment(write(chosen.until))}"


def _score(worth: Worth) -> str:
    from warmline.language.formats import minor_digits  # locales take long to load

    digits = minor_digits(worth.currency)
    cost = f", costs {worth.cost:,.{digits}f} where accepted" if worth.cost else ""
    return f"{worth.score:,.{digits}f} {worth.currency} on average{cost}"


def _sources(worth: Worth) -> str:
    """Where the numbers are from: `; declared: propensity, value; table levers: lever`."""
    names: dict[str, list[str]] = {}
    for name, source in worth.sources.items():
        names.setdefault(source, []).append(name)
    return "".join(f"; {source}: {', '.join(several)}" for source, several in names.items())


def _allowed(authority: Authority, worth: Worth) -> str:
    limit = f"up to {authority.limit:,.0f} {worth.currency} ({authority.source})"
    if authority.within:
        return f"may be given without asking: {limit}"
    return f"ask a lead before giving it: it costs more than may be given without asking, {limit}"
