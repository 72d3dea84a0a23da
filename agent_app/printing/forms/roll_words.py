"""What stands on a slip of thermal paper: never a receipt by itself, whatever form the receipt has."""

from dataclasses import dataclass

from agent_app.domain.calendar import shown_date
from agent_app.domain.money import grouped
from agent_app.domain.operation import short_code
from agent_app.domain.receipt import ReceiptForm
from agent_app.domain.spelling import dong_in_words
from agent_app.printing.forms.beside import beside, named, paid_how
from agent_app.printing.forms.c45bb_words import BLANK, content_of
from agent_app.services.ports import ReceiptPaper

TITLE = "PHIẾU XÁC NHẬN ĐÃ NHẬN TIỀN"
_RECEIPTS = {
    ReceiptForm.SELF_PRINTED: "Biên lai là tờ C45-BB mang số này.",
    ReceiptForm.PREPRINTED: "Biên lai là tờ in sẵn mang số này.",
    ReceiptForm.ELECTRONIC: "Biên lai là biên lai điện tử của cơ quan BHXH.",
}


@dataclass(frozen=True, slots=True)
class RollWords:
    """Every text of a slip on a roll, top to bottom; ``lines`` are contents and amounts."""

    unit: str
    subtitle: str
    warning: str
    note: str
    day: str
    payer: str
    address: str
    lines: tuple[tuple[str, str], ...]
    total: str
    spelled: str
    agent: str
    below: tuple[str, ...]
    check: str


def roll_words(paper: ReceiptPaper) -> RollWords:
    """Fill in the slip."""
    view, office = paper.view, paper.enrolment.office
    receipt, extra = view.receipt, beside(paper)
    awaited = receipt.form is ReceiptForm.ELECTRONIC and view.e_receipt is None
    return RollWords(
        unit=office.office_name or BLANK,
        subtitle="(chờ biên lai điện tử)" if awaited else f"(kèm {named(view)})",
        warning=f"Phiếu này KHÔNG phải biên lai thu tiền. {_RECEIPTS[receipt.form]}",
        note=extra.note,
        day=f"Ngày {shown_date(receipt.issued_on)}",
        payer=receipt.payer.upper(),
        address=receipt.address or BLANK,
        lines=tuple((content_of(line), f"{grouped(line.quote.due)} đ") for line in receipt.lines),
        total=f"{grouped(receipt.total)} đ",
        spelled=dong_in_words(receipt.total),
        agent=paper.enrolment.agent_name,
        below=(paid_how(receipt.method, office), *extra.lines),
        check=short_code(receipt),
    )
