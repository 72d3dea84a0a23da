"""The server, as the laptop meets it."""
