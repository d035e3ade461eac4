"""The typed catalogue of everything that can happen to or be done by a customer."""
