"""Lists in layouts that nobody has seen: reading one gives what it says, in every field."""

from pathlib import Path

import pytest

from agent_app.domain.names import clean
from agent_app.workbooks.due_lists import DueListReader
from tests.long_run import LONG, rounds
from tests.workbooks.layouts import Written, write_layout
from tests.workbooks.sheets import no_report
from tests.workbooks.test_due_lists import plain

SEED = 20261125


def compared(told: dict[str, object]) -> dict[str, object]:
    return {
        about: clean(value).casefold() if isinstance(value, str) else value for about, value in told.items()
    }


def differences(written: Written) -> list[str]:
    """Name everything that a reading found otherwise than the truth."""
    reading = DueListReader().read(written.path, no_report)
    found = [compared(plain(row)) for row in reading.rows]
    wrong = []
    for told, read in zip(written.accepted, found, strict=False):
        for about, value in compared(told).items():
            if read[about] != value:
                wrong.append(f"{about}: {read[about]!r} for {value!r}")
    if len(found) != len(written.accepted):
        wrong.append(f"{len(found)} accepted for {len(written.accepted)}")
    rejected = [(bad.sheet, bad.row, bad.about) for bad in reading.rejected]
    if rejected != written.rejected:
        wrong.append(f"rejected {rejected} for {written.rejected}")
    if reading.duplicates != written.duplicates:
        wrong.append(f"{reading.duplicates} repeated for {written.duplicates}")
    if reading.month != written.month:
        wrong.append(f"month {reading.month} for {written.month}")
    return wrong


@pytest.mark.timeout(7200 if LONG else 120)
def test_a_layout_that_nobody_has_seen_is_read_as_its_truth_says(tmp_path: Path) -> None:
    wrong: dict[str, list[str]] = {}
    for number in range(rounds("workbook layouts", quick=40, full=2_000)):
        written = write_layout(tmp_path, SEED + number)
        if found := differences(written):
            wrong[written.described] = found[:6]
        written.path.unlink()

    assert wrong == {}
