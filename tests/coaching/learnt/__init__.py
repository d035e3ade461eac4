"""Tests of what was learnt from labelled texts."""
