"""Rules that flows are held to for the sake of whoever talks to them: one file a rule, each says why."""
