"""Notices: what a policy wants somebody of staff to know, until somebody takes it."""
