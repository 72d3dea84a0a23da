"""Does ahead, while somebody types the password, what the next window would wait for."""

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QTableView


def rehearse() -> None:
    """Have PySide get to know what Qt hands out with the first list: the enums of whatever it might be.

    No other thread can do that, and it takes 35 ms.
    """
    view = QTableView()
    view.viewport()
    view.windowHandle()
    if (application := QCoreApplication.instance()) is not None:
        application.children()
    paper = QPixmap(1, 1)
    painter = QPainter(paper)
    painter.fillRect(QRect(0, 0, 1, 1), QColor())
    painter.end()
