"""Flows as pictures: what there is to draw, where it goes, how it is drawn."""
