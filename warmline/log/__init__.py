"""The append-only log of events: ingest, cursors, timers, outbox."""
