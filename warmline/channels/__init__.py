"""Channels: what customers send and see on one side, contacts on the other."""
