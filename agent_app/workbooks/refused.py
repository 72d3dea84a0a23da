"""The one exception of the reading process."""


class Refused(Exception):  # noqa: N818
    """The file cannot be taken; the reason is a word that the parent knows."""
