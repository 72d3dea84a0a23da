"""Damaged and doctored workbooks: the reader understands them or says what is wrong, and nothing else."""

import random
import zipfile
from pathlib import Path

import pytest

from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.errors import WorkbookError
from tests.long_run import LONG, rounds
from tests.workbooks.layouts import write_layout
from tests.workbooks.served import Server
from tests.workbooks.sheets import SAMPLES, no_report, rewritten

SEED = 20261121
# Seconds after which the reading of one file counts as a hang.
SLOWEST = 5
ORIGINALS = ["01-clean.xlsx", "02-messy.xlsx", "03-tcvn3.xls", "04-officer-export.csv"]
TOKENS = [
    b'r="XFD1048576"',
    b'r="A0"',
    b"<row",
    b"</c>",
    b't="s"',
    b't="d"',
    b"<v>99999999</v>",
    b"&#0;",
    b"\xff",
]


def scrambled(raw: bytes, chance: random.Random) -> bytes:
    """Change some bytes, cut a piece out, repeat one, or put something known to hurt in."""
    out = bytearray(raw)
    for _ in range(chance.choice([1, 1, 2, 8, 40])):
        place = chance.randrange(len(out) or 1)
        match chance.randrange(5):
            case 0:
                out[place : place + 1] = chance.randbytes(1)
            case 1:
                del out[place : place + chance.choice([1, 4, 300])]
            case 2:
                out[place:place] = out[place : place + chance.choice([1, 30, 2000])]
            case 3:
                out[place:place] = chance.choice(TOKENS)
            case _:
                out = out[: max(place, len(out) // 2)] if chance.random() < 0.1 else out
    return bytes(out)


def doctored(path: Path, chance: random.Random) -> bytes:
    """Scramble the file, or a part inside its sound archive."""
    if path.suffix not in {".xlsx", ".xlsb", ".ods"} or chance.random() < 0.3:
        return scrambled(path.read_bytes(), chance)
    with zipfile.ZipFile(path) as book:
        sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.bin", "content.xml"} & set(
            book.namelist()
        )
        part = chance.choice([*sorted(sheets), *book.namelist()])
        return rewritten(path, {part: scrambled(book.read(part), chance)})


def originals(folder: Path) -> list[Path]:
    """Take the samples, and one made-up list in each of the other formats."""
    made = [write_layout(folder, seed).path for seed in range(40)]
    others = {path.suffix: path for path in made if path.suffix in {".ods", ".xlsb"}}
    return [*(SAMPLES / name for name in ORIGINALS), *others.values()]


@pytest.mark.timeout(7200 if LONG else 120)
def test_any_damage_gives_a_reading_or_a_typed_error(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    server = Server(SLOWEST)
    reader = DueListReader(server.extraction())
    files = originals(tmp_path)
    outcomes: dict[str, int] = {}
    for number in range(rounds("workbook fuzz", quick=300, full=10_000)):
        original = chance.choice(files)
        path = tmp_path / f"case-{number}{original.suffix}"
        path.write_bytes(doctored(original, chance))
        try:
            outcome = f"{len(reader.read(path, no_report).month)} characters of month"
        except WorkbookError as error:
            outcome = error.code
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        path.unlink()

    server.close()
    print(outcomes, server.deaths)  # noqa: T201
    assert len(outcomes) > 2
