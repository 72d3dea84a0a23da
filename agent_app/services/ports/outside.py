"""What comes in from files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from agent_app.domain.due_layout import ListLayout
from agent_app.domain.due_list import DueListReading
from agent_app.services.work import Report


class DueListSource(Protocol):
    """Reads a monthly list from a workbook of any layout."""

    def read(
        self,
        path: Path,
        report: Report,
        month: str | None = None,
        columns: Mapping[str, str] | None = None,
        remembered: Callable[[str], Mapping[str, str]] | None = None,
    ) -> DueListReading:
        """Return what was understood; raise an ``InputError`` where it is no list.

        ``columns`` names columns by hand, caption or letter to field; ``remembered`` gives what was named
        before for a layout's fingerprint, which ``columns`` outranks.
        """
        ...

    def layout(self, path: Path, report: Report, columns: Mapping[str, str]) -> ListLayout:
        """Return how the sheets may be meant, also where no caption is known."""
        ...
