"""A whole import of a monthly list, beside a lean one written by hand into the same tables.

    uv run python -m benchmarks.intake [--rows 2000 10000 100000]

Both use the same reader of cells, in its own process. Prints seconds, the ratio in the same run, the time by
stage, the first sign of progress and the peak of memory beyond what reading alone takes.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Self, cast
from uuid import UUID

import xlsxwriter
from sqlcipher3 import dbapi2

from agent_app.domain.names import fold, hamlet_of, name_sort_key
from agent_app.domain.plain import canonical
from agent_app.runtime.clock import SystemClock, SystemIds
from agent_app.runtime.paths import Home
from agent_app.services.due_lists import DueListService
from agent_app.services.ports import OpenUnit, UnitOfWork, no_report
from agent_app.storage.engine import open_ours
from agent_app.storage.sorting import text_sort_key
from agent_app.storage.store import create_store, open_store
from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.extraction import Extraction

KEY = bytes(range(32))
DEVICE = UUID("01940000-0000-7000-8000-0000000000d1")
MONTH = "2026-12"
MOST = 3.0
CAPTIONS = (
    "STT",
    "Họ và tên",
    "Mã số BHXH",
    "Số CCCD",
    "Ngày sinh",
    "Giới tính",
    "Địa chỉ",
    "Điện thoại",
    "Loại",
    "Mã đối tượng",
    "Từ ngày",
    "Đến ngày",
    "Số tháng",
    "Mức đóng",
    "Số tiền",
    "Mã hộ gia đình",
    "Nơi KCB",
    "Mã nhân viên thu",
    "Ghi chú",
)
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Võ", "Bùi", "K'", "Thạch")
MIDDLES = ("Thị", "Văn", "Quốc", "Ngọc", "Hữu", "Thu", "Minh", "Bích")
GIVEN = ("Ánh", "Bình", "Cường", "Dung", "Giang", "Hoà", "Khánh", "Linh", "Nga", "Quý", "Trang", "Út", "Vinh")
HAMLETS = ("Láng Gòn", "Đông Thành", "Phú Sơn", "Tân Hoà", "Suối Trúc", "Đoài")
FIRST_ROW = 2
CENTURY = 2000
WORTH_TELLING = 0.005


def write_list(path: Path, rows: int) -> None:
    """Write a made-up list of 19 columns."""
    chance = random.Random(rows)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("T12")
        sheet.write_string(0, 0, "DANH SÁCH NGƯỜI THAM GIA ĐẾN HẠN THÁNG 12 NĂM 2026")
        sheet.write_row(1, 0, CAPTIONS)
        for at in range(rows):
            sheet.write_row(at + FIRST_ROW, 0, line(at, chance))


def line(at: int, chance: random.Random) -> tuple[str | int, ...]:
    """Make one person up; three or so share a household."""
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(26_000))
    end = date(2026, 12, 1) + timedelta(days=chance.randrange(31))
    woman, home = chance.choice((True, False)), at // 3
    century = 0 if born.year < CENTURY else 2
    citizen = f"060{century + woman}{born:%y}{at:06d}"
    return (
        at + 1,
        f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}",
        f"{6_000_000_000 + at:010d}",
        citizen,
        f"{born:%d/%m/%Y}",
        "Nữ" if woman else "Nam",
        f"Số {home + 1}, Thôn {HAMLETS[home % len(HAMLETS)]}, xã Tân Minh, tỉnh Lâm Đồng",
        f"09{70_000_000 + at:08d}",
        "BHYT",
        "GD",
        "01/01/2026",
        f"{end:%d/%m/%Y}",
        12,
        1_138_500,
        1_366_200,
        f"{4_000_000_000 + home:010d}",
        "60-058",
        f"NVT06008500{home % 9}",
        "",
    )


@dataclass(slots=True)
class Stages:
    """Adds up how long each call to the store takes, by its name."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def timed(self, name: str, work: Callable[..., object]) -> Callable[..., object]:
        """Time every call of some work."""

        def run(*given: object, **named: object) -> object:
            begun = perf_counter()
            try:
                return work(*given, **named)
            finally:
                self.seconds[name] += perf_counter() - begun

        return run

    def watched(self, open_unit: OpenUnit) -> OpenUnit:
        """Open units whose calls are timed."""
        return lambda: cast("UnitOfWork", _Watched(open_unit(), self))


class _Repository:
    def __init__(self, inner: object, name: str, stages: Stages) -> None:
        self._inner, self._name, self._stages = inner, name, stages

    def __getattr__(self, name: str) -> Callable[..., object]:
        return self._stages.timed(f"{self._name}.{name}", getattr(self._inner, name))


class _Watched:
    def __init__(self, inner: UnitOfWork, stages: Stages) -> None:
        self._inner, self._stages = inner, stages

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(self, *what: object) -> None:
        self._inner.__exit__(*what)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        if name == "commit":
            return self._stages.timed("commit", self._inner.commit)
        return _Repository(getattr(self._inner, name), name, self._stages)


def whole(path: Path, folder: Path) -> dict[str, object]:
    """Import with the program's own use case."""
    home = new_home(folder)
    store = open_store(home, KEY, SystemClock(), SystemIds())
    stages, first = Stages(), 0.0
    reader = DueListReader()
    service = DueListService(stages.watched(store.unit), reader, SystemClock(), SystemIds())
    begun, worked = perf_counter(), cpu()

    def report(_done: int, _total: int) -> None:
        nonlocal first
        first = first or perf_counter() - begun

    timed_read = stages.timed("read and understand", reader.read)
    object.__setattr__(service, "source", _Source(timed_read))
    service.import_file(path, report)
    seconds = perf_counter() - begun
    store.close()
    stages.seconds["match and report"] = seconds - sum(stages.seconds.values())
    return {
        "seconds": seconds,
        "first": first,
        "stages": dict(stages.seconds),
        "peak": peak(),
        "cpu": cpu() - worked,
    }


class _Source:
    def __init__(self, read: Callable[..., object]) -> None:
        self.read = read


def lean(path: Path, folder: Path) -> dict[str, object]:
    """Import what stands in known columns, with bare statements and no questions asked."""
    home, ids = new_home(folder), SystemIds()
    begun, worked = perf_counter(), cpu()
    sheet = Extraction().sheets(path, no_report)[0]
    raw = cast("dbapi2.Connection", open_ours(home.store, KEY))
    list_id = ids.new().hex
    homes: dict[str, str] = {}
    households, people, items = [], [], []
    for at, row in enumerate(sheet.rows[FIRST_ROW:], FIRST_ROW + 1):
        cells = ["" if cell is None else str(cell) for cell in row]
        address, number, name = cells[6], cells[15], cells[1]
        if number not in homes:
            homes[number] = ids.new().hex
            hamlet = hamlet_of(address)
            keys = text_sort_key(address), hamlet, text_sort_key(hamlet or "")
            households.append((homes[number], number, address, *keys, fold(f"{address} {number}")))
        person, born, end = ids.new().hex, iso(cells[4]), iso(cells[11])
        people.append(
            (
                *(person, homes[number], name, fold(name), name_sort_key(name), *cells[2:4], born),
                *(cells[5].lower(), cells[7], cells[9], cells[16]),
            )
        )
        original = canonical(dict(zip(CAPTIONS, cells, strict=False)))
        items.append(
            (
                *(ids.new().hex, list_id, person, homes[number], at, name, *cells[2:4], born),
                *(cells[5].lower(), address, cells[7], cells[8], cells[9], iso(cells[10]), end, end),
                *(int(float(cells[12])), int(float(cells[14])), number, cells[16], cells[17], original),
            )
        )
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(
        "INSERT INTO household (id, household_no, address, address_sort, hamlet, hamlet_sort, search, "
        "origin, ver, stale) VALUES (?, ?, ?, ?, ?, ?, ?, 'import', 0, 0)",
        households,
    )
    raw.executemany(
        "INSERT INTO person (id, household_id, name, search_name, sort_key, insurance_no, citizen_id, birth, "
        "sex, phone, health_group, facility, origin, ver, stale) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'import', 0, 0)",
        people,
    )
    raw.execute("INSERT INTO due_list VALUES (?, ?, x'00', 0, 1)", (list_id, MONTH))
    raw.executemany(f"INSERT INTO due_item VALUES ({', '.join('?' * 23)}, NULL)", items)  # noqa: S608
    raw.execute("COMMIT")
    raw.close()
    return {"seconds": perf_counter() - begun, "peak": peak(), "cpu": cpu() - worked}


def read_only(path: Path, _folder: Path) -> dict[str, object]:
    """Take the cells out, and nothing else."""
    begun, worked = perf_counter(), cpu()
    sheets = Extraction().sheets(path, no_report)
    count = sum(len(row) for sheet in sheets for row in sheet.rows)
    return {"seconds": perf_counter() - begun, "peak": peak(), "cpu": cpu() - worked, "cells": count}


def reader_only(path: Path, _folder: Path) -> dict[str, object]:
    """Read and understand every line, and keep nothing."""
    begun, worked = perf_counter(), cpu()
    reading = DueListReader().read(path, no_report)
    assert reading.rows
    return {"seconds": perf_counter() - begun, "peak": peak(), "cpu": cpu() - worked}


def iso(shown: str) -> str:
    """Turn a date around."""
    return "-".join(reversed(shown.split("/")))


def new_home(folder: Path) -> Home:
    """Make an empty store."""
    home = Home(folder / "home")
    create_store(home, KEY, DEVICE)
    return home


def cpu() -> float:
    """Tell how long this process and the reading one have worked, whatever else the machine does."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak() -> float:
    """Tell the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_TOLD = ("seconds", "cpu", "peak")
WAYS = {"lean": lean, "whole": whole, "cells": read_only, "reader": reader_only}


def in_a_process(way: str, path: Path) -> dict[str, object]:
    """Do it in a process of its own, so that one's memory is not another's."""
    command = [sys.executable, "-m", "benchmarks.intake", "--way", way, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def tell(rows: int) -> bool:
    """Measure one size; return whether it is quick enough."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "d08a.xlsx"
        write_list(path, rows)
        found = {way: in_a_process(way, path) for way in WAYS}
    told = {way: {name: cast("float", each[name]) for name in _TOLD} for way, each in found.items()}
    ratios = {name: told["whole"][name] / told["lean"][name] for name in ("seconds", "cpu")}
    print(f"\n{rows} rows x {len(CAPTIONS)} columns      s   CPU s      MB")
    for way, each in told.items():
        print(f"  {way:20} {each['seconds']:10.2f} {each['cpu']:7.2f} {each['peak']:7.0f}")
    print(f"  whole : lean {ratios['seconds']:.2f} x, of CPU {ratios['cpu']:.2f} x")
    print(f"  memory beyond the reader's own {told['whole']['peak'] - told['reader']['peak']:.0f} MB")
    print(f"  first progress after {cast('float', found['whole']['first']) * 1000:.0f} ms")
    seconds = told["whole"]["seconds"]
    stages = cast("dict[str, float]", found["whole"]["stages"])
    for stage, taken in sorted(stages.items(), key=lambda each: -each[1]):
        if taken >= WORTH_TELLING:
            print(f"    {stage:28} {taken:7.2f} s  {taken / seconds:4.0%}")
    return ratios["seconds"] <= MOST


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[2_000, 10_000, 100_000])
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    if asked.way:
        with tempfile.TemporaryDirectory() as name:
            print(json.dumps(WAYS[asked.way](asked.file, Path(name))))
        return 0
    return 0 if all(list(map(tell, asked.rows))) else 1


if __name__ == "__main__":
    sys.exit(main())
