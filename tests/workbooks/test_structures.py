"""Any table at all: it is read or refused, and no row of it is lost or counted twice."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.errors import WorkbookError
from agent_app.workbooks.extraction import Book, Cell, Extraction, Report, Sheet
from tests.long_run import LONG, rounds
from tests.workbooks.sheets import CAPTIONS, SAMPLES, no_report, person

WORDS = """
Tổng cộng|Cộng|Nhân viên thu: NVT060085001|Thôn 2|Tháng 12 năm 2026|BHYT|BHXH TN|Nam|X|Người lập|A|1|(1)
Trần Thị Hà|Lê Văn Ân|Số CCCD|Họ và tên|Hạn thẻ|Từ|Đến|Hä vµ tªn|Nguyeãn Vaên Ñöùc|01/01/2026 - 31/12/2026
12/31/2026|1.366.200 đ|=1+1
""".strip().replace("\n", "|")
CELLS = st.one_of(
    st.none(),
    st.sampled_from([*WORDS.split("|"), *CAPTIONS]),
    st.sampled_from([each for each in person() if each is not None]),
    st.text(max_size=30),
    st.integers(-5, 10**13),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
)
ROWS = st.one_of(
    st.lists(CELLS, max_size=10),
    st.permutations(CAPTIONS),
    st.just(person()),
    st.tuples(*[st.one_of(st.just(cell), CELLS) for cell in person()]).map(list),
)


class _Fixed(Extraction):
    """Stands for a file that holds these tables."""

    __slots__ = ("tables",)

    def book(self, path: Path, report: Report) -> Book:
        report(0, len(str(path)))
        return Book(sheets=[Sheet(f"S{at}", len(rows), rows) for at, rows in enumerate(TABLES[-1])])


TABLES: list[list[list[list[Cell]]]] = [[]]


@pytest.mark.timeout(7200 if LONG else 120)
@settings(
    max_examples=rounds("workbook structures", quick=80, full=10_000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(st.lists(ROWS, max_size=14), min_size=1, max_size=2), st.booleans())
def test_any_table_is_read_or_refused_and_every_row_is_accounted_for(
    tables: list[list[list[Cell]]],
    with_header: bool,  # noqa: FBT001
) -> None:
    if with_header:
        tables[0].insert(0, list(CAPTIONS))
    TABLES[-1] = tables
    try:
        reading = DueListReader(_Fixed()).read(SAMPLES / "01-clean.xlsx", no_report, "2026-12")
    except WorkbookError:
        return

    places = [
        (each.sheet, each.row)
        for some in (reading.rows, reading.rejected, reading.repeated, reading.skipped_rows)
        for each in some
    ]
    assert sorted(places) == [
        (f"S{at}", row) for at, rows in enumerate(tables) for row in range(1, len(rows) + 1)
    ]
