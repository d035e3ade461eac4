"""The dialogue engine: flows written in YAML, advanced by what a customer says, without touching the world."""
