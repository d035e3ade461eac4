"""Next best actions in a contact: what to do, who may, what came of it."""
