"""The messages of one exchange: shared by the laptop and the provincial server."""
