"""Prints every paper from two made-up homes into docs/papers/, and proves what can be proved of each.

A paper is added by one line of ``PAPERS``. The table says of each whether every word of its source is found
in its text, its QR codes say what they must, nothing leaves the page, the same command gives the same bytes
on two copies of one home, and a second print says that it is one.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent_app.domain.calendar import civil_date
from scripts.papers_list import PAPERS, Again, Paper
from scripts.papers_proof import content_of, missing_words, pictures_of, plain_text, read_pdf
from scripts.papers_stage import KINDS, CommandFailedError, Stage, make_stage

OUT = Path("docs/papers")
_DPI = 105
_MOST_PAGES = 2
_AGAIN, _MADE = "In lại lần 1", "Lập ngày"


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
        len(content_of(first)),
        list(dict.fromkeys(lacking)),
        sorted(wanted - read.codes),
        read.outside,
        content_of(first) == content_of(other),
        _says_again(paper, first, again),
    )


def _says_again(paper: Paper, first: Path, again: Path) -> bool:
    """Tell whether the second print says what the first one does not."""
    if paper.again in {Again.SAID, Again.NOTED}:
        read = read_pdf(again)
        everywhere = all(_AGAIN in text for text in read.texts)
        noted = read.text.count(_AGAIN) == read.text.count(_MADE)
        return (noted if paper.again is Again.NOTED else everywhere) and _AGAIN not in read_pdf(first).text
    return paper.again is Again.UNSAID or content_of(first) != content_of(again)


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
