"""Prints every paper from two made-up homes into docs/papers/, and proves what can be proved of each.

A paper is added by one line of ``PAPERS``. The table says of each whether every word of its source is found
in its text, its QR codes say what they must, nothing leaves the page, the same command gives the same bytes
on two copies of one home, and a second print says that it is one.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent_app.bootstrap import Core
from agent_app.domain.book_stock import Period
from agent_app.domain.calendar import civil_date
from agent_app.domain.money import grouped
from agent_app.domain.operation import short_code
from agent_app.domain.receipt import ReceiptForm
from agent_app.domain.spelling import dong_in_words
from agent_app.printing.lists.book_words import book_sheet
from agent_app.printing.lists.day_list_words import day_list_sheet
from agent_app.printing.lists.remittance_words import remittance_sheet
from agent_app.printing.lists.stock_words import stock_sheet
from agent_app.printing.lists.summary_words import summary_sheet
from agent_app.printing.sheets.model import Sheet
from agent_app.services.day_paper_lines import Maker
from agent_app.services.day_paper_orders import DayListOrder, month_of, week_of
from agent_app.services.lines import DueFilter
from agent_app.services.ports import no_report
from scripts.papers_proof import (
    Reading,
    missing_words,
    pictures_of,
    plain_text,
    read_pdf,
    read_roll,
    words_in,
)
from scripts.papers_stage import BOOK, KINDS, SYMBOL, CommandFailedError, Stage, make_stage

OUT = Path("docs/papers")
_DPI = 105
_MOST_PAGES = 2
_AGAIN = "In lại lần 1"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the command that prints it, what must be read on it, and what its QR codes must say."""

    name: str
    command: Callable[[Stage], Sequence[str]]
    source: Callable[[Stage, Core], Iterable[str]]
    codes: Callable[[Stage, Core], Iterable[str]] = lambda _stage, _core: ()
    suffix: str = ".pdf"

    def read(self, path: Path) -> Reading:
        """Read what came out as other programs, or a printer, would."""
        return read_pdf(path) if self.suffix == ".pdf" else read_roll(path)


def _maker(stage: Stage) -> Maker:
    return Maker(stage.enrolment.agent_name, stage.enrolment.office, stage.enrolment.areas)


def _words(sheet: Sheet) -> Iterable[str]:
    """Return what a sheet says; the fonts and the title of the file are not on the paper."""
    return [*words_in(sheet.blocks), sheet.foot]


def _day_list(stage: Stage, core: Core) -> Iterable[str]:
    told = core.day_papers.lists.gather(DayListOrder(), stage.today, _maker(stage), no_report)
    names = (each.name for each in core.queries.due_lines(DueFilter(unanswered=True)))
    return [*_words(day_list_sheet(told)), *names]


def _remittance(stage: Stage, core: Core) -> Iterable[str]:
    return _words(remittance_sheet(core.day_papers.reports.remittance(stage.remittance, _maker(stage))))


def _use(stage: Stage, core: Core, period: Period | None, book: tuple[str, str] | None) -> Iterable[str]:
    return _words(book_sheet(core.day_papers.reports.book(period, book, stage.today, _maker(stage))))


def _month(stage: Stage, core: Core) -> Iterable[str]:
    return _use(stage, core, month_of(stage.today), None)


def _book(stage: Stage, core: Core) -> Iterable[str]:
    return _use(stage, core, None, (SYMBOL, BOOK))


def _stock(stage: Stage, core: Core) -> Iterable[str]:
    return _words(stock_sheet(core.day_papers.reports.stock(month_of(stage.today), _maker(stage))))


def _summary(stage: Stage, core: Core, period: Period) -> Iterable[str]:
    return _words(summary_sheet(core.day_papers.reports.summary(period, stage.today, _maker(stage))))


def _today(stage: Stage, core: Core) -> Iterable[str]:
    return _summary(stage, core, Period(stage.today, stage.today))


def _week(stage: Stage, core: Core) -> Iterable[str]:
    return _summary(stage, core, week_of(stage.today))


@dataclass(frozen=True, slots=True)
class _Receipt:
    """The paper of a receipt of one form, however it is printed."""

    form: ReceiptForm
    words: tuple[str, ...] = ()

    def command(self, stage: Stage) -> Sequence[str]:
        return ("receipt", str(stage.receipts[self.form]), *self.words)

    def source(self, stage: Stage, core: Core) -> Iterable[str]:
        made = core.queries.receipt(stage.receipts[self.form]).receipt
        office = stage.enrolment.office
        return (
            made.payer.upper(),
            made.address,
            *(line.subject.name for line in made.lines),
            *(grouped(line.quote.due) for line in made.lines),
            made.shown_number or "",
            dong_in_words(made.total),
            office.office_name,
            office.organisation,
            stage.enrolment.agent_name,
            short_code(made),
        )

    def codes(self, stage: Stage, core: Core) -> Iterable[str]:
        return (short_code(core.queries.receipt(stage.receipts[self.form]).receipt),)

    def paper(self, name: str, suffix: str = ".pdf") -> Paper:
        source = self.source if suffix == ".pdf" else _nothing
        return Paper(name, self.command, source, self.codes, suffix)


def _nothing(_stage: Stage, _core: Core) -> Iterable[str]:
    return ()


_OWN, _SLIP, _SUMS = ReceiptForm.SELF_PRINTED, ReceiptForm.ELECTRONIC, ReceiptForm.PREPRINTED

PAPERS = (
    _Receipt(_OWN).paper("bien-lai"),
    _Receipt(_SLIP).paper("phieu-xac-nhan"),
    _Receipt(_SUMS).paper("bang-tinh"),
    _Receipt(_SLIP, ("--size", "80")).paper("giay-nhiet-80"),
    _Receipt(_SLIP, ("--size", "58")).paper("giay-nhiet-58"),
    _Receipt(_SUMS, ("--size", "80", "--as", "escpos")).paper("may-nhiet-80", ".escpos"),
    _Receipt(_SUMS, ("--size", "58", "--as", "escpos")).paper("may-nhiet-58", ".escpos"),
    Paper("bien-lai-huy", lambda stage: ("receipt", str(stage.cancelled)), lambda _stage, _core: ("HỦY",)),
    Paper("danh-sach-di-dia-ban", lambda stage: ("day-list", "--date", f"{stage.today}"), _day_list),
    Paper("bang-ke-nop-tien", lambda stage: ("remittance", str(stage.remittance)), _remittance),
    Paper("bc01-thang", lambda stage: ("book", "--month", f"{stage.today:%Y-%m}"), _month),
    Paper("bc01-quyen", lambda _stage: ("book", SYMBOL, BOOK), _book),
    Paper("nhap-xuat-ton", lambda stage: ("stock", "--month", f"{stage.today:%Y-%m}"), _stock),
    Paper("tong-ket-ngay", lambda stage: ("summary", "--date", f"{stage.today}"), _today),
    Paper("tong-ket-tuan", lambda stage: ("summary", "--date", f"{stage.today}", "--week"), _week),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about one paper; each list names what is wrong."""

    pages: int
    size: int
    words: list[str]
    codes: list[str]
    outside: int
    same: bool
    reprint: bool

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.words and not self.codes and not self.outside and self.same and self.reprint


def prove(paper: Paper, made: Stage, folder: Path) -> tuple[Path, Verdict]:
    """Print a paper in two copies of a home, in one of them once more, and read what came out."""
    stage, twin = (made.copy(folder / f"{paper.name}-{name}") for name in ("mot", "hai"))
    first, other, again = (folder / f"{paper.name}-{nth}{paper.suffix}" for nth in ("1", "khac", "2"))
    words = paper.command(stage)
    with stage.core() as core:
        source, wanted = list(paper.source(stage, core)), set(paper.codes(stage, core))
    stage.run("print", *words, "--out", str(first))
    twin.run("print", *words, "--out", str(other))
    stage.run("print", *words, "--out", str(again))
    read = paper.read(first)
    texts = [read.text, *filter(None, [plain_text(first) if paper.suffix == ".pdf" else None])]
    lacking = [word for text in texts for word in missing_words(source, text)]
    return first, Verdict(
        len(read.texts),
        first.stat().st_size,
        list(dict.fromkeys(lacking)),
        sorted(wanted - read.codes),
        read.outside,
        first.read_bytes() == other.read_bytes(),
        _says_again(paper, first, again),
    )


def _says_again(paper: Paper, first: Path, again: Path) -> bool:
    """Tell whether the second print says on every page what the first one does not; dots only differ."""
    if paper.suffix != ".pdf":
        return first.read_bytes() != again.read_bytes()
    return all(_AGAIN in text for text in read_pdf(again).texts) and _AGAIN not in read_pdf(first).text


def main(arguments: list[str] | None = None) -> int:
    """Print, prove and draw; 0 where nothing is wrong."""
    options = _options(arguments)
    began, sound = time.monotonic(), True
    options.out.mkdir(parents=True, exist_ok=True)
    print(_line(("tờ", "trang", "kB", "chữ", "QR", "mép", "hai máy", "in lại")), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        try:
            for kind in KINDS:
                place = Path(folder) / kind.name
                stage = make_stage(place, kind, options.seed, civil_date(datetime.now(UTC)))
                for paper in (each for each in PAPERS if each.name in options.only):
                    path, verdict = prove(paper, stage, place)
                    sound &= verdict.sound
                    _tell(f"{paper.name}-{kind.name}", verdict)
                    _draw(path, options.out / f"{paper.name}-{kind.name}")
        except CommandFailedError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    said = "mọi tờ đều đúng" if sound else "CÓ TỜ SAI"
    print(f"Xong sau {time.monotonic() - began:.0f} giây, {said}: {options.out}", flush=True)
    return 0 if sound else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    names = [each.name for each in PAPERS]
    parser = argparse.ArgumentParser("scripts/papers", description=__doc__)
    parser.add_argument("--seed", type=int, default=7, help="which made-up commune (default: 7)")
    parser.add_argument("--out", type=Path, default=OUT, help="where the pictures are put")
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="which papers")
    return parser.parse_args(arguments)


def _draw(path: Path, out: Path) -> None:
    for number, picture in enumerate(pictures_of(path, _MOST_PAGES, _DPI), 1):
        picture.save(out.with_name(f"{out.name}-{number}.png"), optimize=True)


def _tell(name: str, found: Verdict) -> None:
    counts = (
        f"thiếu {len(found.words)}" if found.words else "đủ",
        f"sai {len(found.codes)}" if found.codes else "đúng",
    )
    marks = ("giống" if found.same else "KHÁC", "có nói" if found.reprint else "KHÔNG")
    size = f"{found.size / 1000:.0f}"
    print(_line((name, str(found.pages), size, *counts, str(found.outside or "trong"), *marks)), flush=True)
    for wrong in (*found.words, *found.codes):
        print(f"    không đọc được: {wrong}", flush=True)


def _line(cells: Sequence[str]) -> str:
    widths = (32, 6, 5, 9, 7, 6, 8, 7)
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main())
