"""Signals in contacts, hints to whoever speaks, how both have done."""
