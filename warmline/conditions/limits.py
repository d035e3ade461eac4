"""How large a condition may be, and how much it may do."""

MOST_CHARACTERS = 10_000
"""Length of an expression."""

DEEPEST = 64
"""Levels of nesting: parentheses, calls, lists, and operators of one precedence in a row (&& and || count as one)."""

MOST_WORK = 100_000
"""Steps of one evaluation inside loops: one pass of a loop costs as many as its body has parts.
Looking through long texts and lists costs one for each 64 of what is looked through."""

LONGEST_VALUE = 100_000
"""Characters or elements of what `+` puts together."""

SCANNED = 64
"""Characters or elements that are looked through in one step."""
