"""Pages of customers: the chat on other sites, kiosks, a customer's own page, and a shop to try it all in."""
