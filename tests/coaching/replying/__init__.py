"""Replies that are suggested."""
