"""Does ahead, while somebody types the password, what the next window would wait for."""

from PySide6.QtWidgets import QTableView


def rehearse() -> None:
    """Have PySide get to know what Qt hands out with the first list: the enums of whatever it might be.

    No other thread can do that, and it takes 15 ms.
    """
    QTableView().viewport()
