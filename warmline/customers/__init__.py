"""Who a customer is and what is known about them."""
