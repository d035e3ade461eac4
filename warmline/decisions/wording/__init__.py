"""Why a condition held or did not, in words a service manager understands, and as data."""
