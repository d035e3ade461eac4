"""How a value of a given type is written, in words for people who send events."""

from msgspec import inspect

MONEY = '{"amount": integer minor units, "currency": ISO 4217}'


def plain(described: inspect.Type) -> inspect.Type:
    """The type itself, without its documentation and without null."""
    while isinstance(described, inspect.Metadata):
        described = described.type
    if isinstance(described, inspect.UnionType):
        others = [one for one in described.types if not isinstance(one, inspect.NoneType)]
        if len(others) == 1:
            return plain(others[0])
    return described


def kind(described: inspect.Type) -> str:
    """The type of a profile field that can hold such a value."""
    match plain(described):
        case inspect.StructType(cls=cls) if cls.__name__ == "Money":
            return "money"
        case inspect.IntType():
            return "integer"
        case inspect.FloatType():
            return "number"
        case inspect.BoolType():
            return "boolean"
        case inspect.DateTimeType():
            return "time"
        case inspect.DateType():
            return "date"
        case inspect.ListType():
            return "list"
        case inspect.StructType() | inspect.DictType():
            return "map"
        case _:
            return "text"


def expected(described: inspect.Type) -> str:
    """How values of a type are written: `{"amount": integer minor units, "currency": ISO 4217}`."""
    match plain(described):
        case inspect.StructType(cls=cls) if cls.__name__ == "Money":
            return MONEY
        case inspect.StructType(fields=fields):
            return "{" + ", ".join(f'"{field.encode_name}": {expected(field.type)}' for field in fields) + "}"
        case inspect.ListType(item_type=item):
            return f"a list of {expected(item)}"
        case inspect.UnionType(types=types):
            return " or ".join(expected(one) for one in types if not isinstance(one, inspect.NoneType))
        case inspect.LiteralType(values=values):
            return "one of " + ", ".join(str(value) for value in values)
        case inspect.IntType(ge=least):
            return "a whole number" + ("" if least is None else f" from {least}")
        case inspect.FloatType(ge=least, le=most):
            between = f" from {least:g}" if least is not None else ""
            return "a number" + between + (f" to {most:g}" if most is not None else "")
        case inspect.BoolType():
            return "true or false"
        case inspect.DateTimeType():
            return "a time with its zone, such as 2025-11-12T08:10:00+08:00"
        case inspect.DateType():
            return "a day such as 2025-11-12"
        case inspect.DictType():
            return "an object"
        case inspect.StrType(pattern=pattern) if pattern is not None:
            return "an identifier such as phone:+639175550101"
        case inspect.StrType(min_length=least):
            return "text that is not empty" if least else "text"
        case _:
            return "any value"
