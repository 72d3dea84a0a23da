"""Shows an import on its way and what it came to, with every rejected row."""

from PySide6.QtWidgets import QWidget

from agent_app.domain.due_list import RejectedRow
from agent_app.services.due_lists import ImportResult
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.file_offer import FileOffer
from agent_app.ui.pages.due_list.importing import Imported, Importing, ImportPresenter, Stopped
from agent_app.ui.parts.boxes import Card, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, SignLabel, Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.parts.working import Working
from agent_app.ui.rows import Column
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign
from agent_app.ui.words import _

_MOST_ROWS = 5


def about_words(about: str) -> str:
    """Name what a rejected row is about."""
    return {
        "identity": _("Số BHXH, CCCD"),
        "date": _("Ngày tháng"),
        "insurance_no": _("Số BHXH"),
        "citizen_id": _("CCCD"),
        "name": _("Họ và tên"),
        "birth": _("Ngày sinh"),
        "sex": _("Giới tính"),
        "hamlet": _("Thôn, tổ"),
        "agent_code": _("Mã nhân viên thu"),
        "amount": _("Số tiền"),
        "months": _("Số tháng"),
        "covered_to": _("Hạn thẻ"),
        "from": _("Từ ngày"),
        "to": _("Đến ngày"),
        "phone": _("Điện thoại"),
        "scheme": _("Loại"),
        "group": _("Mã đối tượng"),
        "household_no": _("Mã hộ"),
        "erased": _("Đã xoá theo yêu cầu"),
    }.get(about, about)


class ImportPanel(QWidget):
    """Stands above the list while there is something to say."""

    def __init__(self, look: Look, presenter: ImportPresenter) -> None:
        super().__init__()
        self._look = look
        self._presenter = presenter
        layout = column(self)
        self.working, self.notice, self.result = Working(), Notice(look), _ResultCard(look)
        self.working.cancelled.connect(presenter.cancel)
        self.result.close_button.clicked.connect(presenter.dismiss)
        self.offer = FileOffer(presenter.bench)
        for part in (self.working, self.notice, self.result, self.offer):
            layout.addWidget(part)
        presenter.state_changed.connect(self.offer.presenter.follow)
        presenter.state_changed.connect(self.render_state)
        self.hide()

    def render_state(self, state: object) -> None:
        """Show a state of the import."""
        for part in (self.working, self.notice, self.result):
            part.hide()
        match state:
            case Importing(file_name, progress):
                self.working.tell(_("Đang đọc {file_name}").format(file_name=file_name), progress)
            case Imported():
                self.result.tell(state)
            case Stopped():
                self.notice.tell(_("Đã dừng nhập. Danh sách cũ vẫn giữ nguyên."), Tone.SOON)
            case Failed(text):
                self.notice.tell(text)
        self.setVisible(any(not part.isHidden() for part in (self.working, self.notice, self.result)))


class _ResultCard(Card):
    def __init__(self, look: Look) -> None:
        super().__init__((16, 8, 16, 16))
        head = row()
        self.title, self.close_button = SignLabel(look), Button(_("Đóng"), "quiet")
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.counts = Text(role="soft")
        self.table: RowsTable[RejectedRow] = RowsTable(look, _columns(), _("Các dòng bị loại"), picks=False)
        for part in (self.counts, self.table):
            self.content.addWidget(part)
        self.content.insertLayout(0, head)
        self.hide()

    def tell(self, imported: Imported) -> None:
        """Show what one file came to."""
        self.title.show_sign(_title(imported))
        self.counts.setText(_counts(imported.result))
        rows = imported.result.rejected_rows
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.table.fit_rows(_MOST_ROWS)
        self.show()


def _title(imported: Imported) -> Sign:
    result = imported.result
    year, month = result.month.split("-")
    if result.unchanged:
        words = _("{file_name}: tệp này đã là danh sách tháng {month}/{year}, không có gì đổi")
    elif imported.replaced:
        words = _("{file_name}: đã thay danh sách tháng {month}/{year}")
    else:
        words = _("{file_name}: đã nhập danh sách tháng {month}/{year}")
    tone, icon = (Tone.SOON, "triangle-alert") if result.rejected else (Tone.GOOD, "circle-check")
    return Sign(words.format(file_name=imported.file_name, month=month, year=year), tone, icon)


def _counts(result: ImportResult) -> str:
    """Say what became of the rows; titles and sums matter only to whoever looks for a missing row."""
    counts = (
        (_("{count} dòng vào danh sách"), result.accepted),
        (_("{count} dòng bị loại"), result.rejected),
        (_("{count} dòng trùng"), result.duplicates),
        (_("{count} dòng tiêu đề, cộng, chữ ký"), result.skipped if result.rejected else 0),
    )
    return " · ".join(words.format(count=count) for words, count in counts if count)


def _columns() -> list[Column[RejectedRow]]:
    return [
        Column(_("Dòng trong tệp"), _row_number, width=140),
        Column(_("Cần sửa"), _about, width=200),
        Column(_("Trong tệp ghi"), _value),
    ]


def _row_number(rejected: RejectedRow) -> str:
    return str(rejected.row)


def _about(rejected: RejectedRow) -> str:
    return about_words(rejected.about)


def _value(rejected: RejectedRow) -> str:
    return rejected.value or _("(để trống)")
