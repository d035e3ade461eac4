"""One prompt, drawn for each channel: what a phone speaks, plain text, a chat, a kiosk."""
