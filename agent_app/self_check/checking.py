"""The check itself: a home from nothing to a printed receipt and a window, then everything is removed."""

import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

import pypdfium2

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.domain.due_list import Scheme
from agent_app.domain.print_log import PaperSize, PrintWay
from agent_app.domain.receipt import ReceiptId
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import new_data_key
from agent_app.runtime.stretching import LEAST_COST
from agent_app.self_check.failure import require
from agent_app.self_check.own_parts import find_sleeping_parts, refuse_strangers
from agent_app.self_check.peer import listening
from agent_app.self_check.sample import PAYER, an_enrolment, count, write_list
from agent_app.self_check.window import BuildWindow, application, load_platform, look_at
from agent_app.services.lines import DueFilter
from agent_app.services.payments import PaymentRequest
from agent_app.services.ports import ReceiptPrint, no_report
from agent_app.services.receipts import IssueReceipt
from agent_app.storage.engine import connect_file
from agent_app.storage.migrate import build, is_newest, migrate
from agent_app.storage.migrations import STEPS

_PLAIN_SQLITE = b"SQLite format 3\x00"
_PDF, _ESC = b"%PDF-", b"\x1b"
_MONTHS = 12


@dataclass(slots=True)
class Checking:
    """Holds what one step leaves for the next."""

    folder: Path
    build_window: BuildWindow
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    core: Core | None = None
    receipt: ReceiptId | None = None

    @property
    def home(self) -> Home:
        """The temporary home."""
        return Home(self.folder / "Sổ tạm")

    @property
    def opened(self) -> Core:
        """The open home."""
        if self.core is None:
            raise RuntimeError("the home is opened first")
        return self.core

    def steps(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        """Name the steps, in order."""
        frozen = ("các phần của chương trình", self.look_at_parts)
        steps = (
            ("sổ mã hoá trong thư mục tạm", self.make_home),
            ("nâng cấp một sổ đời đầu", self.upgrade_old_store),
            ("cấp quyền và một HELLO tới máy chủ trên máy này", self.say_hello),
            ("nhập danh sách đến hạn bằng tiến trình đọc riêng", self.import_list),
            ("lập biên lai, in PDF và giấy cuộn", self.issue_receipt),
            ("cửa sổ chính, vẽ mà không cần màn hình", self.open_window),
            ("kiểm sổ và đóng sổ", self.check_home),
        )
        return (*steps, frozen) if getattr(sys, "frozen", False) else steps

    def make_home(self) -> None:
        """Make a home and open it with its password; nothing in it may be readable."""
        # The password is made up and lives for seconds: it costs a guess no more than it must.
        create_home(self.home, self.password, LEAST_COST)
        self.core = open_home(self.home, self.password)
        require(not self.home.store.read_bytes().startswith(_PLAIN_SQLITE), "Tệp sổ không được mã hoá")

    def upgrade_old_store(self) -> None:
        """Bring a store of the first schema up to date."""
        key, path, copy = new_data_key(), self.folder / "old.db", self.folder / "copies" / "old.db"
        raw = connect_file(path, key, create=True)
        try:
            build(raw, STEPS[:1])
            migrate(raw, key, copy)
            require(is_newest(raw) and copy.exists(), "Sổ đời đầu không được nâng cấp")
        finally:
            raw.close()

    def say_hello(self) -> None:
        """Enrol the home with a peer on this machine and exchange once."""
        with listening() as peer:
            self.opened.enrol(an_enrolment(peer.url))
            self.opened.sync.run()
        require(peer.heard, "Máy chủ trên máy này không nghe được gì")

    def import_list(self) -> None:
        """Write a list as an office would, and take it in."""
        path = self.folder / "D08a-TS.xlsx"
        write_list(path, self.opened.today())
        accepted = self.opened.due_lists.import_file(path, no_report).report.accepted
        require(accepted == count(), f"Danh sách có {count()} dòng mà chỉ nhận {accepted}")

    def issue_receipt(self) -> None:
        """Take money for one line, and read the paper that says so."""
        core = self.opened
        line = next(each for each in core.queries.due_lines(DueFilter()) if each.name == PAYER)
        wish = PaymentRequest(line.person_id, Scheme.HEALTH, _MONTHS)
        receipt = core.receipts.issue(IssueReceipt((wish,), PAYER))
        paper = core.papers.print_receipt(receipt.id).content
        require(paper.startswith(_PDF), "Biên lai không phải PDF")
        require(PAYER in words_of(paper), "Biên lai PDF không có tên người nộp")
        roll = ReceiptPrint(PrintWay.ROLL, size=PaperSize.ROLL_80)
        require(core.papers.print_receipt(receipt.id, roll).content.startswith(_ESC), "Giấy cuộn trống")

    def open_window(self) -> None:
        """Look at the list in the main window."""
        with application(self.folder):
            look_at(self.opened, self.build_window, count())

    def check_home(self) -> None:
        """Let the home be checked as ``agent-app check`` does, and close it."""
        found = self.opened.checker.check(no_report)
        require(not found, f"Kiểm sổ thấy: {found}")
        self.close()

    def look_at_parts(self) -> None:
        """See that a frozen program runs on its own parts, and can show windows on this system."""
        refuse_strangers()
        find_sleeping_parts()
        load_platform()

    def close(self) -> None:
        """Let go of the home."""
        if self.core is not None:
            self.core.close()
            self.core = None


def words_of(paper: bytes) -> str:
    """Read the words of a PDF's first page."""
    with pypdfium2.PdfDocument(paper) as document:
        return " ".join(normalize("NFC", document[0].get_textpage().get_text_range()).split())
