"""A civil date as people type it: 21/11/2026."""

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QDateEdit

from agent_app.ui.sizes import fix_height, fix_width
from agent_app.ui.theme import CONTROL

VIETNAMESE = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)


class DateField(QDateEdit):
    """Holds a date and shows a calendar."""

    def __init__(self, value: date, earliest: date | None = None) -> None:
        super().__init__(_qdate(value))
        self.setDisplayFormat("dd/MM/yyyy")
        self.setLocale(VIETNAMESE)
        self.setCalendarPopup(True)
        fix_width(self, 148)
        fix_height(self, CONTROL)
        if earliest is not None:
            self.setMinimumDate(_qdate(earliest))

    @property
    def value(self) -> date:
        """The date that it shows."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def put(self, value: date) -> None:
        """Show another date."""
        self.setDate(_qdate(value))


def _qdate(value: date) -> QDate:
    return QDate(value.year, value.month, value.day)
