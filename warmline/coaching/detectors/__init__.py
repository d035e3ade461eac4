"""The detectors: each notices one thing, in a file of its own."""
