"""Benchmarks of Warmline, run against the real thing; they come with the source checkout."""
