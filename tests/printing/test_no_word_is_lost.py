"""Every word that goes into a receipt's paper can be read on it, whatever the data are."""

from collections.abc import Iterator
from dataclasses import fields, replace
from unicodedata import normalize

import pytest

from agent_app.domain.enrolment import Office
from agent_app.domain.print_log import PaperSize
from agent_app.domain.receipt import ReceiptForm
from agent_app.printing.forms.beside import beside
from agent_app.printing.forms.c45bb_words import receipt_words
from agent_app.printing.forms.roll_words import roll_words
from agent_app.printing.forms.slip_words import slip_words
from agent_app.printing.papers import Papers
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import ReceiptPaper, ReceiptPrint
from tests.printing.builders import LONG_ADDRESS, LONG_NAME, a_receipt, an_enrolment, health, pension
from tests.printing.looking import blank_edges, pictures, texts, void

OFFICE = Office(
    "Bảo hiểm xã hội cơ sở liên xã Suối Trúc – Láng Gòn – Đồi Thông – Bến Đá",
    "Bưu điện văn hoá liên xã Suối Trúc – Láng Gòn, điểm thu số 14",
    "1234567890123",
    "LĐ-0417/2026/ĐLT",
)
ODD = "<b>&amp; {}%s\\n"
VIEWS = {
    "ordinary": a_receipt(health(), pension()),
    "long": a_receipt(
        *(health(f"{LONG_NAME} {place}", 956_340, place) for place in range(1, 9)),
        payer=LONG_NAME,
        address=LONG_ADDRESS,
    ),
    "markup": a_receipt(health(ODD), pension(ODD), payer="<b>&", address=ODD),
    "apart": a_receipt(
        health(normalize("NFD", LONG_NAME)),
        payer=normalize("NFD", "Ngộ Thị Ế Ổ Ậm"),
        address=normalize("NFD", LONG_ADDRESS),
    ),
}


def said(words: object) -> Iterator[str]:
    """All that words hold, composed as it is printed."""
    if isinstance(words, str):
        yield from normalize("NFC", words).split()
    elif isinstance(words, tuple):
        for each in words:
            yield from said(each)
    else:
        for each in fields(words):  # type: ignore[arg-type]
            yield from said(getattr(words, each.name))


def paper_of(view: ReceiptView, form: ReceiptForm, size: PaperSize) -> ReceiptPaper:
    receipt = replace(view.receipt, form=form)
    told = replace(view, receipt=receipt, cancellation=void(view), confirmation="XN-2026-778812")
    return ReceiptPaper(told, an_enrolment(OFFICE), ReceiptPrint(size=size), 2, replaced_by=view)


def words_of(paper: ReceiptPaper) -> object:
    if paper.how.size is not PaperSize.A5:
        return roll_words(paper)
    receipt = paper.view.receipt
    if receipt.form is ReceiptForm.SELF_PRINTED:
        return receipt_words(receipt, paper.enrolment, beside(paper))
    return slip_words(receipt, paper.enrolment, paper.view.e_receipt, beside(paper))


@pytest.mark.parametrize("size", list(PaperSize))
@pytest.mark.parametrize("form", list(ReceiptForm))
@pytest.mark.parametrize("data", list(VIEWS))
def test_every_word_can_be_read_and_nothing_leaves_the_page(
    data: str, form: ReceiptForm, size: PaperSize
) -> None:
    paper = paper_of(VIEWS[data], form, size)
    made = Papers().receipt(paper)

    # Long words are broken at the end of a line, so spaces say nothing.
    read = "".join("".join(texts(made)).split())
    assert [word for word in said(words_of(paper)) if word not in read] == []
    assert all(min(blank_edges(each)) >= 4 for each in pictures(made, 100))
