"""Tests of the business folder."""
