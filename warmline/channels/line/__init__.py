"""Calls and text messages without a telephone: what the command line of this machine puts into the flows."""
