"""Conditions in CEL, the Common Expression Language: parsed, checked against what is declared, compiled.

Nothing in here reads a clock, a file or a database while it evaluates: the same facts give the same answer,
today and in a replay.
"""
