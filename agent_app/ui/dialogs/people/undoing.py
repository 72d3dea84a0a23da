"""Takes back what a dialog about people has kept, by a new word of its own."""

from functools import partial

from PySide6.QtCore import QObject

from agent_app.domain.household import HouseholdId, Person
from agent_app.services.people_commands import Edited
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.dialogs.people.acting import ActPresenter
from agent_app.ui.dialogs.people.person_presenter import CHANGES
from agent_app.ui.dialogs.people.saved import Saved, Undoable
from agent_app.ui.dialogs.people.status import taken_back
from agent_app.ui.words import _


def undo(core: Core, done: Undoable, household_id: HouseholdId, _report: Report) -> Saved:
    """Put back what was there before."""
    if not isinstance(done, Edited):
        core.people.record_status(taken_back(done, household_id))
        words = _("Đã rút lại quyết định số {number}. Đã lưu trên máy.")
        return Saved(words.format(number=done.decision.number), household_id)
    row = core.people.take_back(done).row
    home = row.household_id if isinstance(row, Person) else row.id
    return Saved(_("Đã hoàn tác lần sửa vừa rồi. Đã lưu trên máy."), home)


class UndoPresenter(ActPresenter):
    """Remembers the last thing that can be taken back."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, parent)
        self.last: Saved | None = None

    def remember(self, saved: Saved | None) -> None:
        """Keep what may be taken back next."""
        self.last = saved

    def undo(self) -> None:
        """Take it back."""
        if self.last is not None and self.last.undo is not None:
            job = partial(undo, self.bench.core, self.last.undo, self.last.household_id)
            self.do(job, CHANGES)
