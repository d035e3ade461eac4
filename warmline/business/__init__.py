"""The business folder: loaded, checked, versioned and reloaded while running."""
