"""Next best actions and approvals."""
