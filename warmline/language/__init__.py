"""Languages: formats of dates, numbers and money, index terms of texts, the language of a message."""
