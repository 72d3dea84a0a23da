"""The least that a program of windows can be: what ours is weighed against."""

import sys

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

application, window = QApplication([]), QWidget()
window.setProperty("modules", [QPrinter.__name__, QSvgRenderer.__name__])
window.show()
sys.exit(application.exec())
