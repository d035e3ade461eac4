"""The people who work with Warmline: accounts, roles, scopes, sessions, audit."""
