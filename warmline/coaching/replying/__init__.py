"""Replies that are suggested to whoever speaks: the customer's own words turned round, facts, the next step."""
