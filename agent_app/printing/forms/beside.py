"""What stands on a receipt's paper beside the form: that it is a reprint, what undid it, what confirms it."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent_app.domain.calendar import shown_date
from agent_app.domain.enrolment import Office
from agent_app.domain.receipt import PaymentMethod
from agent_app.runtime.paper_words import print_note
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import ReceiptPaper

METHODS = {PaymentMethod.CASH: "Tiền mặt", PaymentMethod.TRANSFER: "Chuyển khoản"}


@dataclass(frozen=True, slots=True)
class Beside:
    """``note`` says that a paper is no first print; ``lines`` what became of the receipt since."""

    note: str = ""
    lines: tuple[str, ...] = ()


NOTHING = Beside()


def beside(paper: ReceiptPaper) -> Beside:
    """Say what is known of a receipt on the day of its print."""
    return Beside(print_note(paper.nth, logged=paper.logged), tuple(_lines(paper)))


def paid_how(method: PaymentMethod, office: Office) -> str:
    """Say how the money was paid, through which organisation, and by which card the collector is known."""
    card = f"Thẻ nhân viên thu số {office.agent_card_no}" if office.agent_card_no else ""
    return " · ".join(part for part in (METHODS[method], office.organisation, card) if part)


def named(view: ReceiptView) -> str:
    """Name a receipt as its paper does."""
    receipt = view.receipt
    if view.shown_number is None:
        return "biên lai điện tử chưa có số"
    book = f", quyển {receipt.book}" if receipt.book and view.e_receipt is None else ""
    return f"biên lai số {view.shown_number}{book}, ký hiệu {view.symbol}"


def _lines(paper: ReceiptPaper) -> Iterator[str]:
    view = paper.view
    if view.cancellation is not None:
        after = f"; thay bằng {named(paper.replaced_by)}" if paper.replaced_by else ""
        yield f"Đã hủy ngày {shown_date(view.cancellation.on)}{after}"
    if paper.replaces is not None:
        yield f"Thay cho {named(paper.replaces)} đã hủy"
    if view.confirmation is not None:
        yield f"Mã xác nhận của cơ quan BHXH: {view.confirmation}"
