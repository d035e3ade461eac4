"""Whether a reply acknowledges what a customer said before it solves: judged, hinted at, counted."""
