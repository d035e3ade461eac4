"""The back office of the sample business: a company's own systems, with their state, pace and faults."""
