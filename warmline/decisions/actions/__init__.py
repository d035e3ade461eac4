"""What policies do: one module for each kind of action."""
