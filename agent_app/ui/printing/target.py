"""Where the file of a paper goes."""

from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget

from agent_app.ui.printing.wanted import PaperWanted
from agent_app.ui.words import _


def ask_target(parent: QWidget, wanted: PaperWanted) -> Path | None:
    """Let the agent say where a PDF goes."""
    start = QDir.home().filePath(wanted.file_name)
    name, _kind = QFileDialog.getSaveFileName(parent, _("Lưu PDF"), start, _("Tệp PDF (*.pdf)"))
    return Path(name) if name else None
