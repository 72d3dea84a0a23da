"""What stands on the slips that are plainly no C45-BB: for e-receipts, and beside printed books."""

from dataclasses import dataclass

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.money import grouped
from agent_app.domain.operation import short_code
from agent_app.domain.receipt import Receipt, ReceiptForm, ReceiptLine
from agent_app.domain.spelling import dong_in_words
from agent_app.printing.forms.beside import NOTHING, Beside, paid_how
from agent_app.printing.forms.c45bb_words import BLANK, content_of, written_day
from agent_app.runtime.explanations import explained
from agent_app.services.lines import EReceiptLine


@dataclass(frozen=True, slots=True)
class SlipWords:
    """Every text of a slip; ``lines`` are contents, amounts, and the arithmetic of each."""

    title: str
    subtitle: str
    warning: str
    unit: str
    day: str
    payer: str
    address: str
    lines: tuple[tuple[str, str, tuple[str, ...]], ...]
    total: str
    spelled: str
    agent: str
    below: tuple[str, ...]
    check: str
    note: str = ""


def slip_words(
    receipt: Receipt, enrolment: Enrolment, named: EReceiptLine | None = None, beside: Beside = NOTHING
) -> SlipWords:
    """Fill in the slip that goes with a receipt's form; ``named``: what the provider has called it.

    ``beside`` says what became of the receipt since it was issued.
    """
    title, subtitle, warning = _head(receipt, named)
    office = enrolment.office
    return SlipWords(
        title,
        subtitle,
        warning,
        office.office_name or BLANK,
        written_day(receipt.issued_on),
        receipt.payer.upper(),
        receipt.address or BLANK,
        tuple((content_of(line), grouped(line.quote.due), _arithmetic(line)) for line in receipt.lines),
        f"{grouped(receipt.total)} đồng",
        dong_in_words(receipt.total),
        enrolment.agent_name,
        (paid_how(receipt.method, office), *beside.lines),
        short_code(receipt),
        beside.note,
    )


def _head(receipt: Receipt, named: EReceiptLine | None) -> tuple[str, str, str]:
    if receipt.form is ReceiptForm.ELECTRONIC:
        told = f"(biên lai điện tử ký hiệu {named.symbol}, số {named.shown_number})" if named else ""
        return (
            "PHIẾU XÁC NHẬN ĐÃ NHẬN TIỀN",
            told or "(chờ biên lai điện tử)",
            "Phiếu này KHÔNG phải biên lai thu tiền. Biên lai là biên lai điện tử của cơ quan BHXH.",
        )
    number = receipt.shown_number
    return (
        "BẢNG TÍNH TIỀN ĐÓNG",
        f"(kèm biên lai số {number}, quyển {receipt.book}, ký hiệu {receipt.symbol})",
        f"Tờ này KHÔNG phải biên lai thu tiền. Biên lai là tờ in sẵn mang số {number}.",
    )


def _arithmetic(line: ReceiptLine) -> tuple[str, ...]:
    """Say how the money came about, as it was on the day of the receipt."""
    return tuple(text for _step, text, _document in explained(line.quote.steps, line.quote.basis))
