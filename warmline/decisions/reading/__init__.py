"""Reading what a business decides by: policies, offers, decision tables, the contact policy."""
