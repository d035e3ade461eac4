"""Contacts: one interaction from start to end on one channel, with its turns and who is accountable."""
