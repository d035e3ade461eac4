"""Who is there to take contacts: states, skills, experts."""
