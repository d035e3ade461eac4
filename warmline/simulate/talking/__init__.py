"""Simulated customers who talk to Warmline through the chat, like anybody on the web."""
