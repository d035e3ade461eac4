"""Arithmetic within 64 bits: what does not fit is an error, never a wrong number."""

import math
import operator
from collections.abc import Callable

from warmline.conditions.errors import DivisionByZero, OutOfRange
from warmline.conditions.values import MOST_INT, MOST_UINT, UInt

Whole = Callable[[int, int], int]


def within_int(value: int) -> int:
    """A result that fits into a signed 64-bit number. OutOfRange."""
    if -MOST_INT - 1 <= value <= MOST_INT:
        return value
    raise OutOfRange("the result does not fit into a whole number of 64 bits")


def within_uint(value: int) -> UInt:
    """A result that fits into an unsigned 64-bit number. OutOfRange."""
    if 0 <= value <= MOST_UINT:
        return UInt(value)
    raise OutOfRange("the result does not fit into an unsigned number of 64 bits")


def add_int(a: int, b: int) -> int:
    """a + b"""
    return within_int(a + b)


def subtract_int(a: int, b: int) -> int:
    """a - b"""
    return within_int(a - b)


def multiply_int(a: int, b: int) -> int:
    """a * b"""
    return within_int(a * b)


def quotient(a: int, b: int) -> int:
    """a / b, cut off towards zero. DivisionByZero."""
    if b == 0:
        raise DivisionByZero("division by zero")
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def divide_int(a: int, b: int) -> int:
    """a / b within 64 bits."""
    return within_int(quotient(a, b))


def remainder_int(a: int, b: int) -> int:
    """a % b, with the sign of a. DivisionByZero; OutOfRange where the quotient does not fit."""
    if b == 0:
        raise DivisionByZero("the rest of a division by zero")
    whole = within_int(quotient(a, b))
    return a - whole * b


def negate_int(a: int) -> int:
    """-a"""
    return within_int(-a)


def unsigned(do: Whole) -> Callable[[int, int], UInt]:
    """An operation of unsigned numbers made of one of whole numbers."""

    def done(a: int, b: int) -> UInt:
        return within_uint(do(int(a), int(b)))

    return done


add_uint = unsigned(operator.add)
subtract_uint = unsigned(operator.sub)
multiply_uint = unsigned(operator.mul)
divide_uint = unsigned(quotient)


def remainder_uint(a: int, b: int) -> UInt:
    """a % b of unsigned numbers. DivisionByZero."""
    if b == 0:
        raise DivisionByZero("the rest of a division by zero")
    return UInt(int(a) % int(b))


def divide_double(a: float, b: float) -> float:
    """a / b as IEEE 754 has it: by zero it is infinite, or no number."""
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)
