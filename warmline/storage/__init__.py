"""Durable storage: one writer with group commit, many readers."""
