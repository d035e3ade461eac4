"""Finding out who a customer is by what they say: tolerant of how it was heard, strict about who is meant."""
