"""Articles of a business, which customers and agents find answers in."""
