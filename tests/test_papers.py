"""The proof of papers itself: it finds what is missing, outside or unreadable."""

import argparse
import unicodedata
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from agent_app.domain.calendar import civil_date
from agent_app.domain.receipt import ReceiptForm
from agent_app.printing.qr import draw_qr
from agent_app.printing.sheets.model import Gap, Row, Sheet, Words
from agent_app.services.lines import DueFilter
from scripts import papers
from scripts.papers import Verdict, prove
from scripts.papers_list import PAPERS
from scripts.papers_proof import codes_of, missing_words, read_pdf, words_in
from scripts.papers_stage import KINDS, LONG_NAME, ODD_PAYER, make_stage
from tests.long_run import rounds


def test_every_paper_of_the_program_has_a_name_of_its_own() -> None:
    names = [each.name for each in PAPERS]

    assert len(set(names)) == len(names)
    assert options([]).only == names
    with pytest.raises(SystemExit):
        options(["--only", "khong-co"])


def options(words: list[str]) -> argparse.Namespace:
    return papers._options(words)


def test_papers_are_proved_with_the_worst_names(tmp_path: Path) -> None:
    own = [
        each for each in PAPERS if not each.name.startswith(("bien-lai", "phieu", "bang-tinh", "thong-bao"))
    ]
    chosen = own[: rounds("papers", quick=2, full=len(own))]
    stage = make_stage(tmp_path / "xau", KINDS[1], 7, civil_date(datetime.now(UTC)))

    for paper in chosen:
        path, verdict = prove(paper, stage, tmp_path)
        assert verdict.sound, (paper.name, verdict)
        assert "".join(LONG_NAME.split()[:6]) in "".join(read_pdf(path).text.split())


def test_a_word_is_missed_that_a_paper_lacks() -> None:
    assert missing_words(["Lê Quốc Dũng · 1.366.200"], "LÊ Lê Quốc\n1.366.\n200") == ["Dũng"]


def test_words_are_found_however_deep_they_lie() -> None:
    sheet = Sheet("Tên tệp", (Gap(1), Words("Đầu"), Words("Cuối")), foot="Dưới")

    assert list(words_in((sheet.blocks, Row(("ô",)), 7, None))) == ["Đầu", "Cuối", "ô"]


def test_a_letter_beyond_the_edge_and_a_code_are_read(tmp_path: Path) -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(200, 200))
    canvas.drawString(190, 100, "Beyond")
    canvas.drawString(20, 100, "Within")
    draw_qr(canvas, "QR-1", 20, 20, 60)
    canvas.save()
    (tmp_path / "a.pdf").write_bytes(out.getvalue())

    read = read_pdf(tmp_path / "a.pdf")

    assert (read.outside > 0, read.codes) == (True, frozenset({"QR-1"}))
    assert list(codes_of(Image.new("L", (20, 20), 255))) == []


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(1, 1, ["x"], [], 0, same=True, reprint=True),
        Verdict(1, 1, [], ["x"], 0, same=True, reprint=True),
        Verdict(1, 1, [], [], 1, same=True, reprint=True),
        Verdict(1, 1, [], [], 0, same=False, reprint=True),
        Verdict(1, 1, [], [], 0, same=True, reprint=False),
    ],
)
def test_one_thing_that_is_wrong_is_enough(verdict: Verdict) -> None:
    assert not verdict.sound


def test_the_worst_names_are_as_long_as_they_are_said_to_be(tmp_path: Path) -> None:
    stage = make_stage(tmp_path / "xau", KINDS[1], 7, civil_date(datetime.now(UTC)))
    with stage.core() as core:
        lines = core.queries.due_lines(DueFilter())
        made = core.queries.receipt(stage.receipts[ReceiptForm.SELF_PRINTED]).receipt

    assert max(len(each.name) for each in lines) == len(LONG_NAME) == 60
    assert max(len(each.address) for each in lines) >= 200
    assert len(made.lines) == 8
    assert made.payer == unicodedata.normalize("NFC", ODD_PAYER)
