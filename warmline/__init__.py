"""Warmline: customer service that knows who is calling."""

__version__ = "0.1.0"
