"""Believable made-up customers, their history and their live traffic."""
