"""The truth of the status line and the counts beside the pages."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from agent_app.domain.calendar import civil_date
from agent_app.domain.money import Dong
from agent_app.services.backups import BackupState
from agent_app.services.changes import Touched
from agent_app.services.lines import BookLine, DueFilter, SyncStatus, open_book
from agent_app.services.ports import Report
from agent_app.ui.acts import Acts
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Loading
from agent_app.ui.theme import Tone
from agent_app.ui.wording import days_ago, dong, moment
from agent_app.ui.words import _

_LATE_DAYS = 3
_NO_BACKUP = BackupState()


@dataclass(frozen=True, slots=True)
class Status:
    """What waits, which book is in use, what today has brought, how many are due and have not paid.

    ``frozen`` names the books whose blank numbers must not be used; ``backup`` is what is known of backups.
    """

    today: date
    sync: SyncStatus
    book: BookLine | None
    taken: tuple[int, Dong]
    due: int
    frozen: tuple[str, ...] = ()
    backup: BackupState = _NO_BACKUP


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the status line; ``more`` is told to whoever rests on it."""

    text: str
    tone: Tone | None = None
    more: str = ""


def read_status(core: Core, _report: Report) -> Status:
    """Read it all."""
    queries, today = core.queries, core.today()
    books = queries.books()
    return Status(
        today,
        queries.sync_status(),
        open_book(books, today),
        queries.taken_on(today),
        queries.due_count(DueFilter(unanswered=True, agent=queries.agent_code())),
        tuple(each.book for each in books if each.frozen and each.left),
        core.backups.state(),
    )


class StatusPresenter(Presenter):
    """Keeps the status line true."""

    shows = frozenset(Touched)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)

    def reload(self) -> None:
        self.read(partial(read_status, self.bench.core), self.enter, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))


def waiting_part(status: Status) -> Part:
    """Say what has not reached the office."""
    sync = status.sync
    if not sync.waiting_operations:
        return Part(_("Không còn gì chờ gửi"))
    words = _("{acts} chưa gửi").format(acts=Acts.waiting(sync).words)
    if sync.oldest_waiting is None:
        return Part(words)
    words = _("{words}, cũ nhất {age}").format(words=words, age=days_ago(sync.oldest_waiting, status.today))
    return Part(words, Tone.LATE if _is_late(status) else None)


def book_part(status: Status) -> Part:
    """Say how many numbers are left."""
    book = status.book
    if book is None and status.frozen:
        books = ", ".join(status.frozen)
        return Part(_("Quyển {book} tạm khoá: xin quyển mới").format(book=books), Tone.LATE)
    if book is None:
        return Part(_("Không còn số biên lai"), Tone.LATE)
    words = _("Quyển {book}: còn {left} số").format(book=book.book, left=book.left)
    return Part(words, Tone.SOON if book.low else None)


def taken_part(status: Status) -> Part:
    """Say what today has brought."""
    count, money = status.taken
    return Part(_("Hôm nay thu {count} biên lai · {money}").format(count=count, money=dong(money)))


def run_part(status: Status) -> Part:
    """Say when the last exchange was; a failed one is not an exchange."""
    good = next((run for run in status.sync.runs if run.failure is None), None)
    if good is None:
        return Part(_("Chưa đồng bộ lần nào"))
    return Part(_("Đồng bộ gần nhất {at}").format(at=moment(good.started_at)))


def backup_part(status: Status) -> Part:
    """Say when the last backup was, and what is amiss with it."""
    backup = status.backup
    last = _("Sao lưu gần nhất: {at}").format(at=moment(backup.made_at))
    if backup.failure is not None:
        return Part(_("Chưa sao lưu được"), Tone.LATE, last)
    if backup.made_at is None:
        return Part(_("Chưa sao lưu"), None, _("Chưa sao lưu lần nào"))
    words = _("Sao lưu {day}").format(day=f"{civil_date(backup.made_at):%d/%m}")
    if backup.second_folder is not None and backup.second_failure is not None:
        return Part(_("{words}, thiếu USB").format(words=words), Tone.SOON, last)
    return Part(words, None, last)


def _is_late(status: Status) -> bool:
    oldest = status.sync.oldest_waiting
    return oldest is not None and (status.today - oldest.date()).days >= _LATE_DAYS
