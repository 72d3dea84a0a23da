import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId
from agent_app.domain.print_log import PrintWay
from agent_app.domain.receipt import Receipt, ReceiptForm, ReceiptId
from agent_app.domain.receipt_book import NoReceiptBookError
from agent_app.services.lines import HouseholdPage
from agent_app.services.ports import ReceiptPrint
from agent_app.services.receipts import IssueReceipt
from agent_app.ui.bench import Bench
from agent_app.ui.pages.collect.presenter import CollectPresenter, first_payer
from agent_app.ui.pages.collect.states import Drafted, Issued, Issuing
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.pages.households.wish import first_wish
from agent_app.ui.printing.desk import PrintDesk
from agent_app.ui.printing.wanted import PaperWanted
from agent_app.ui.states import Idle
from tests.builders import TODAY, an_id
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.fake_papers import PDF
from tests.ui.fake_printers import FakePrinters
from tests.ui.seeing import Eyes, Kept, texts

FIRST = HouseholdId(an_id(1))


@pytest.fixture
def draft(core: FakeCore) -> Draft:
    """What the first household wants to pay."""
    page: HouseholdPage = core.queries.household(FIRST, 2026)
    requests = first_wish(page).requests(page.members)
    return Draft(page, requests, core.quote(FIRST, requests, TODAY), TODAY)


@pytest.fixture
def view(bench: Bench, qtbot: QtBot, eyes: Eyes) -> CollectView:
    """The page, seen."""
    made = CollectView(bench)
    qtbot.addWidget(made)
    made.set_active(active=True)
    made.show()
    eyes.settle()
    return made


def test_the_head_of_the_household_is_proposed_as_payer(draft: Draft) -> None:
    assert first_payer(draft) == "Lê Quốc Dũng"


def test_the_button_says_number_and_sum(view: CollectView, draft: Draft, eyes: Eyes) -> None:
    view.presenter.begin(draft)
    eyes.settle()

    assert view.draft.issue.accessibleName() == "Lập biên lai 0000124 · 3.114.540 đ"
    assert "Ba triệu một trăm mười bốn nghìn năm trăm bốn mươi đồng" in texts(view)
    eyes.shoot(view, "collect")


def test_a_press_issues_the_receipt_and_says_that_it_is_kept(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    view.presenter.begin(draft)
    eyes.settle()
    view.draft.issue.click()
    eyes.settle()

    assert "Biên lai 0000124" in texts(view)
    assert "Đã lưu trên máy" in texts(view)
    assert core.queries.views[0].receipt.payer == "Lê Quốc Dũng"
    eyes.shoot(view, "issued")


def test_before_the_receipt_a_summary_says_what_it_will_say(
    view: CollectView, draft: Draft, eyes: Eyes
) -> None:
    view.presenter.begin(draft)
    eyes.settle()
    words = texts(view.draft.summary)

    assert "Sẽ lập biên lai 0000124" in words
    assert "BHXH TN · 3 tháng\n11/2026–01/2027" in words
    assert "BIÊN LAI THU TIỀN" not in texts(view)


def test_after_the_receipt_its_real_paper_is_seen(view: CollectView, draft: Draft, eyes: Eyes) -> None:
    view.presenter.begin(draft)
    view.presenter.issue("Lê Quốc Dũng")
    assert view.issued.paper.blank
    eyes.settle()
    paper = view.issued.paper
    seen = paper.grab().toImage()
    middle = paper.heightForWidth(paper.width()) // 2

    assert not paper.blank
    assert seen.pixelColor(paper.width() // 2, middle).lightness() < 16
    assert seen.pixelColor(10, 10).lightness() > 240
    eyes.shoot(view, "issued")


@pytest.mark.logs_warning("failed")
def test_a_paper_that_cannot_be_drawn_does_not_touch_the_receipt(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.papers.error = ZeroDivisionError()
    issue(view, draft, eyes)

    assert isinstance(view.presenter.state, Issued)
    assert "Những gì đã lưu vẫn nguyên trên máy" in texts(view)


def test_papers_are_drawn_off_the_gui_thread(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    issue(view, draft, eyes)

    assert core.papers.threads
    assert threading.main_thread().name not in core.papers.threads


def test_the_paper_of_an_older_receipt_is_not_shown_for_a_newer_one(
    bench: Bench, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    presenter = CollectPresenter(bench)
    presenter.begin(draft)
    presenter.issue("Lê Quốc Dũng")
    presenter.begin(draft)
    eyes.settle()
    state = presenter.state
    assert isinstance(state, Issued)
    presenter.enter(replace(state, picture=None, receipt=replace(state.receipt, id=ReceiptId(an_id(0xABC)))))
    presenter.draw(state.receipt.id)
    eyes.settle()

    assert isinstance(presenter.state, Issued)
    assert presenter.state.picture is None
    assert core.papers.threads


def test_two_presses_issue_one_receipt(bench: Bench, draft: Draft, eyes: Eyes, core: FakeCore) -> None:
    presenter = CollectPresenter(bench)
    kept = Kept(presenter)
    presenter.begin(draft)
    presenter.issue("Lê Quốc Dũng")
    assert isinstance(presenter.state, Issuing)
    presenter.finish()
    presenter.issue("Lê Quốc Dũng")
    eyes.settle()

    assert kept.names[-1] == "Issued"
    assert len(core.queries.views) == 1


def test_a_sum_that_changed_meanwhile_is_said(bench: Bench, draft: Draft, eyes: Eyes) -> None:
    presenter = CollectPresenter(bench)
    presenter.begin(replace(draft, lines=draft.lines[:1]))
    presenter.issue("Lê Quốc Dũng")
    presenter.begin(draft)
    eyes.settle()

    assert isinstance(presenter.state, Issued)
    assert "khác 1.366.200 đ đã xem trước" in presenter.state.trouble


def test_a_receipt_needs_a_payer(bench: Bench, draft: Draft, core: FakeCore) -> None:
    presenter = CollectPresenter(bench)
    presenter.begin(draft)
    presenter.issue("   ")

    assert isinstance(presenter.state, Drafted)
    assert "người nộp tiền" in presenter.state.trouble
    assert core.queries.views == []


def test_a_refusal_leaves_the_draft_as_it_was(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_command: IssueReceipt) -> Receipt:
        raise NoReceiptBookError

    monkeypatch.setattr(core, "issue", refuse)
    view.presenter.begin(draft)
    eyes.settle()
    view.draft.payer.setText("Ngô Thị Trang")
    view.draft.issue.click()
    eyes.settle()

    assert "chưa có quyển biên lai" in texts(view)
    assert view.draft.payer.text() == "Ngô Thị Trang"
    assert view.draft.issue.isEnabled()


def test_a_receipt_without_a_number_is_called_a_slip(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_for_real = core.issue

    def bare(command: IssueReceipt) -> Receipt:
        made = issue_for_real(command)
        form = ReceiptForm.ELECTRONIC
        bare = replace(made, form=form, symbol=None, book=None, number=None)
        core.queries.views[0] = replace(core.queries.views[0], receipt=bare)
        return bare

    monkeypatch.setattr(core, "issue", bare)
    view.presenter.begin(draft)
    eyes.settle()
    view.draft.issue.click()
    eyes.settle()

    assert "Phiếu xác nhận (chờ biên lai điện tử)" in texts(view)


@pytest.fixture
def desk(view: CollectView, bench: Bench, tmp_path: Path) -> PrintDesk:
    """Where the window takes what the page wants to have saved."""
    made = PrintDesk(bench, view)
    made.printers = FakePrinters(tmp_path)
    made.serve(view)
    return made


def save_to(desk: PrintDesk, view: CollectView, target: Path, eyes: Eyes) -> None:
    """Press the button and say where to."""

    def choose(_wanted: PaperWanted) -> Path:
        return target

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "choose_target", choose)
        view.issued.save_button.click()
    eyes.settle()


def test_the_paper_is_written_where_the_agent_wants_it(  # noqa: PLR0913, PLR0917
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, tmp_path: Path, desk: PrintDesk
) -> None:
    issue(view, draft, eyes)
    save_to(desk, view, tmp_path / "bien-lai.pdf", eyes)

    assert (tmp_path / "bien-lai.pdf").read_bytes() == PDF
    assert "Đã ghi tệp bien-lai.pdf" in texts(desk.bar)
    assert core.papers.hows == [ReceiptPrint(PrintWay.PDF, 2)]


@pytest.mark.logs_warning(r"not done: file\.unwritable")
def test_a_folder_that_refuses_the_paper_does_not_touch_the_receipt(  # noqa: PLR0913, PLR0917
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, tmp_path: Path, desk: PrintDesk
) -> None:
    issue(view, draft, eyes)
    save_to(desk, view, tmp_path / "missing" / "bien-lai.pdf", eyes)

    assert isinstance(view.presenter.state, Issued)
    assert "Không ghi được tệp bien-lai.pdf" in texts(desk.bar)
    assert core.papers.printed == [], "a folder that is not there costs no print"


def test_a_paper_to_print_is_named_by_its_number_only(
    view: CollectView, draft: Draft, eyes: Eyes, qtbot: QtBot, core: FakeCore
) -> None:
    issue(view, draft, eyes)
    with qtbot.waitSignal(view.paper_wanted) as asked:
        view.issued.print_button.click()
    assert asked.args is not None
    wanted = asked.args[0]

    assert isinstance(wanted, PaperWanted)
    assert wanted.file_name == "bien-lai-0001-0000124.pdf"
    assert core.papers.printed == [], "looking at a paper prints none"


def test_after_the_receipt_the_page_shows_the_newest_ones(
    view: CollectView, draft: Draft, eyes: Eyes, qtmodeltester: ModelTester
) -> None:
    issue(view, draft, eyes)
    view.issued.done_button.click()
    eyes.settle()

    assert isinstance(view.presenter.state, Idle)
    model = view.table.rows
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert [model.data(model.index(0, column)) for column in (0, 3, 4)] == [
        "0000124",
        "3.114.540 đ",
        "Đã lưu trên máy",
    ]


def test_each_receipt_says_how_far_it_has_come(core: FakeCore, view: CollectView, eyes: Eyes) -> None:
    fill_receipts(core)
    view.recent.reload()
    eyes.settle()
    model = view.table.rows

    assert {str(model.data(model.index(row, 4))) for row in range(3)} == {
        "Đã lưu trên máy",
        "Cơ quan BHXH đã nhận",
        "Cần xem lại",
    }
    eyes.shoot(view, "receipts")


def test_an_empty_page_says_how_to_begin(view: CollectView, eyes: Eyes) -> None:
    assert "Chưa lập biên lai nào" in texts(view)
    eyes.shoot(view, "collect-empty")


def test_giving_up_goes_back_to_the_household(
    view: CollectView, draft: Draft, eyes: Eyes, qtbot: QtBot
) -> None:
    view.presenter.begin(draft)
    eyes.settle()
    with qtbot.waitSignal(view.returned) as returned:
        view.draft.given_up.emit()

    assert returned.args == [FIRST, None]
    assert isinstance(view.presenter.state, Idle)


def test_receipts_are_issued_off_the_gui_thread(
    bench: Bench, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[threading.Thread] = set()
    issue_really = core.issue

    def watch(command: IssueReceipt) -> Receipt:
        threads.add(threading.current_thread())
        return issue_really(command)

    monkeypatch.setattr(core, "issue", watch)
    presenter = CollectPresenter(bench)
    presenter.begin(draft)
    presenter.issue("Lê Quốc Dũng")
    eyes.settle()

    assert threads
    assert threading.main_thread() not in threads


def issue(view: CollectView, draft: Draft, eyes: Eyes) -> None:
    view.presenter.begin(draft)
    view.presenter.issue("Lê Quốc Dũng")
    eyes.settle()
