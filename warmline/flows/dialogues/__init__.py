"""Dialogues that are tests: what a customer says and hears, played by the engine with given facts."""
