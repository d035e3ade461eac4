"""The wiring: settings, the server, and the ports each room needs from another."""
