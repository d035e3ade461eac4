"""The chat: what a page on the web or a kiosk sends and is pushed."""
