"""Locale-aware formats of dates, numbers and money."""
