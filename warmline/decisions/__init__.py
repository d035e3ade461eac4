"""What to do now: conditions over events and customers, the foundation of policies, offers and decision tables."""
