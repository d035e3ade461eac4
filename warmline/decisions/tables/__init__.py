"""Tables of the business folder: rules and values as people write them in spreadsheets."""
