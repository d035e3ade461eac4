"""Checks one call: whether its function or operator takes values of these types, and which way it is done."""

from collections.abc import Sequence

from warmline.conditions.errors import BadConstant, EvaluationError, Refusal, UnknownName, WrongType
from warmline.conditions.functions import (
    FUNCTIONS,
    METHODS,
    OPERATORS,
    READ_AT_ONCE,
    fitting,
    overloads,
)
from warmline.conditions.patterns import pattern
from warmline.conditions.remedies import did_you_mean, for_call, for_operator
from warmline.conditions.times import zone
from warmline.conditions.tree import Call, Expr, Literal
from warmline.conditions.types import (
    BOOL,
    DYN,
    STRING,
    TYPE,
    UINT,
    Type,
    fits,
    in_words,
    join,
)

_PHRASES = {
    "==": "compared",
    "!=": "compared",
    "<": "compared",
    "<=": "compared",
    ">": "compared",
    ">=": "compared",
    "+": "added",
    "-": "subtracted",
    "*": "multiplied",
    "/": "divided",
    "%": "divided",
}


class Calls:
    """Checks calls of one expression; what is wrong goes to `refusals`."""

    def __init__(self, source: str, refusals: list[Refusal]) -> None:
        self._source = source
        self._refusals = refusals

    def check(self, call: Call, given: Sequence[Type]) -> Type:
        """The type of what the call gives; notes on it how it is done, where the types say."""
        match call.function:
            case "==" | "!=" if not call.method:
                if not (fits(given[0], given[1]) or fits(given[1], given[0])):
                    self._no_operator(call, given)
                return BOOL
            case "in":
                return self._within(call, given)
            case "[]":
                return self._index(call, given)
            case "dyn" if not call.method and len(given) == 1:
                return DYN
            case "type" if not call.method and len(given) == 1:
                return TYPE
            case "+" if given[0].name == "list" and given[1].name == "list" and not call.method:
                if fits(given[0], given[1]):
                    return join(given[0], given[1])
                self._no_operator(call, given)
                return DYN
        return self._overloaded(call, given)

    def _overloaded(self, call: Call, given: Sequence[Type]) -> Type:
        ways = overloads(call.function, call.method)
        if not ways:
            self._unknown(call)
            return DYN
        found = fitting(ways, list(given))
        if call.function == "+" and DYN in given and (found or any(kind.name == "list" for kind in given)):
            return DYN
        if not found:
            if call.function in OPERATORS and not call.method:
                self._no_operator(call, given)
            else:
                self._no_function(call, given)
            return ways[0].result if all(way.result == ways[0].result for way in ways) else DYN
        if len(found) == 1 and DYN not in given:
            call.chosen = found[0].do
        self._constants(call)
        results = {way.result for way in found}
        return results.pop() if len(results) == 1 else DYN

    def _within(self, call: Call, given: Sequence[Type]) -> Type:
        value, holder = given
        if holder.name in ("list", "map") and holder.parameters:
            wanted = holder.parameters[0]
            if not fits(value, wanted) and not fits(wanted, value):
                what = f"{self._written(call.arguments[0])} is {in_words(value)}, and the {holder.name} holds"
                self._refuse(WrongType, f"{what} {in_words(wanted)}", "look for a value of that type", call)
        elif holder != DYN:
            value_text, holder_text = (self._written(argument) for argument in call.arguments)
            remedy = f'write {value_text} in ["one", "other"]'
            if holder == STRING and isinstance(call.arguments[1], Literal):
                remedy = f"write {value_text} in [{holder_text}], or =="
            elif holder == STRING:
                remedy = f"write {holder_text}.contains({value_text})"
            what = f"{holder_text} is {in_words(holder)}, not a list or a map"
            self._refuse(WrongType, what, remedy, call.arguments[1])
        return BOOL

    def _index(self, call: Call, given: Sequence[Type]) -> Type:
        holder, index = given
        if holder.name == "list" and holder.parameters:
            if not fits(index, Type("int")):
                remedy = (
                    "lists count from 0; for a double or uint write int(…)" if index == UINT else "list[0]"
                )
                self._refuse(
                    WrongType, f"the index of a list is a whole number, not {in_words(index)}", remedy, call
                )
            return holder.parameters[0]
        if holder.name == "map" and holder.parameters:
            if not fits(index, holder.parameters[0]):
                what = f"the keys of this map are {in_words(holder.parameters[0])}, not {in_words(index)}"
                self._refuse(WrongType, what, "use a key of that type", call)
            return holder.parameters[1]
        if holder != DYN:
            what = (
                f"{self._written(call.arguments[0])} is {in_words(holder)}: only lists and maps have entries"
            )
            self._refuse(WrongType, what, "leave out the [ ]", call)
        return DYN

    def _constants(self, call: Call) -> None:
        """What is constant and can be read now is, so that a slip in it is found now."""
        try:
            match call.function, call.arguments:
                case "matches", [_, Literal(value=str() as text)]:
                    pattern(text)
                case str() as getter, [_, Literal(value=str() as name)] if getter.startswith("get"):
                    zone(name)
                case str() as function, [Literal(value=str() as text)] if function in READ_AT_ONCE:
                    way = fitting(FUNCTIONS[function], [STRING])[0]
                    way.do(text)
        except EvaluationError as error:
            argument = call.arguments[-1]
            what, _, remedy = error.what.partition("; ")
            remedy = remedy or f"correct what {call.function}() is given"
            self._refusals.append(BadConstant(what, remedy, argument.start, argument.end))

    def _unknown(self, call: Call) -> None:
        others = FUNCTIONS if call.method else METHODS
        if call.function in others:
            rest = ", ".join(self._written(argument) for argument in call.arguments[1:])
            first = self._written(call.arguments[0]) if call.arguments else "value"
            method = f"write {first}.{call.function}({rest})"
            remedy = f"write {call.function}({first})" if call.method else method
        else:
            known = set(METHODS) if call.method else set(FUNCTIONS) | {"has", "type", "dyn"}
            known |= {"all", "exists", "exists_one", "filter", "map"} if call.method else set()
            remedy = did_you_mean(call.function, known)
        if call.function in ("all", "exists", "exists_one", "filter", "map"):
            remedy = f"write list.{call.function}(entry, …)"
        self._refuse(UnknownName, f"there is no function {call.function}()", remedy, call)

    def _no_function(self, call: Call, given: Sequence[Type]) -> None:
        wanted = sorted(
            {
                "(" + ", ".join(in_words(kind) for kind in way.parameters[1 if call.method else 0 :]) + ")"
                for way in overloads(call.function, call.method)
            }
        )
        remedy = for_call(call, given, self._source) or f"it takes {' or '.join(wanted)}"
        words = ", ".join(in_words(kind) for kind in given[1 if call.method else 0 :])
        on = f" of {in_words(given[0])}" if call.method else ""
        what = (
            f"{call.function}(){on} does not take ({words})"
            if words
            else f"there is no {call.function}(){on}"
        )
        self._refuse(WrongType, what, remedy, call)

    def _no_operator(self, call: Call, given: Sequence[Type]) -> None:
        remedy = for_operator(call.function, given, call.arguments, self._source)
        if len(given) == 1:
            sign = "-" if call.function == "neg" else "!"
            what = f"{self._written(call.arguments[0])} is {in_words(given[0])}, and {sign} does not take it"
        else:
            phrase = _PHRASES[call.function]
            left, right = (self._written(argument) for argument in call.arguments)
            what = f"{left} is {in_words(given[0])}, {right} is {in_words(given[1])}: they cannot be {phrase}"
        self._refuse(WrongType, what, remedy, call)

    def _written(self, expr: Expr) -> str:
        text = " ".join(self._source[expr.start : expr.end].split())
        return text if len(text) <= 60 else text[:59] + "…"

    def _refuse(self, kind: type[Refusal], what: str, remedy: str, expr: Expr) -> None:
        self._refusals.append(kind(what, remedy, expr.start, expr.end))
