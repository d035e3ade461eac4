"""Warmline: customer service that knows who is calling."""
