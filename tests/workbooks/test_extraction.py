import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from agent_app.workbooks.errors import (
    NotAWorkbookError,
    WorkbookDamagedError,
    WorkbookEmptyError,
    WorkbookError,
    WorkbookMissingError,
    WorkbookProtectedError,
    WorkbookReaderError,
    WorkbookTooLargeError,
)
from agent_app.workbooks.extraction import Extraction, child_command
from tests.workbooks.sheets import SAMPLES, no_report, rewritten, write_xlsx

CLEAN = SAMPLES / "01-clean.xlsx"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_document(paragraph: bytes) -> bytes:
    """Pack the smallest .ods with one cell."""
    names = b" ".join(
        b'xmlns:%b="urn:oasis:names:tc:opendocument:xmlns:%b:1.0"' % (name, name)
        for name in (b"office", b"table", b"text")
    )
    content = (
        b"<office:document-content %b><office:body><office:spreadsheet>"
        b'<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string">'
        b"%b</table:table-cell></table:table-row></table:table>"
        b"</office:spreadsheet></office:body></office:document-content>" % (names, paragraph)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def acting(script: str, seconds: int = 20) -> Extraction:
    """Put another program in the place of the reading process."""
    return Extraction(seconds, lambda _path, _seconds: [sys.executable, "-c", script])


@pytest.mark.parametrize(
    ("sample", "rows"), [("01-clean.xlsx", 135), ("03-tcvn3.xls", 104), ("04-officer-export.csv", 61)]
)
def test_every_kind_of_file_gives_its_rows(sample: str, rows: int) -> None:
    (sheet,) = Extraction().sheets(SAMPLES / sample, no_report)

    assert len(sheet.rows) == sheet.height == rows


def test_rows_keep_their_place_below_an_empty_top(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [[], [None, None, "x"], [], ["y"]]})

    (sheet,) = Extraction().sheets(path, no_report)

    assert list(sheet.rows) == [[], [None, None, "x"], [], ["y"]]


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    path.write_bytes(open_document(b"<text:p>x</text:p>"))

    assert Extraction().sheets(path, no_report)[0].rows[:] == [["x"]]


def test_hidden_sheets_are_left_aside(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [["x"]], "B": [["y"]]})
    with zipfile.ZipFile(path) as book:
        workbook = book.read("xl/workbook.xml").replace(b'name="B"', b'name="B" state="hidden"')
    path.write_bytes(rewritten(path, {"xl/workbook.xml": workbook}))

    assert [sheet.name for sheet in Extraction().sheets(path, no_report)] == ["A"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (b'a;b\n"x, y";z\n', [["a", "b"], ["x, y", "z"]]),
        (b'\xef\xbb\xbfa,b\r\nx,"y"\r\n', [["a", "b"], ["x", "y"]]),
        (b"a\tb\nx, y\tz", [["a", "b"], ["x, y", "z"]]),
        ("ă;b\n".encode("utf-16"), [["ă", "b"]]),
    ],
)
def test_text_tables_are_divided_by_the_sign_they_use(
    tmp_path: Path, text: bytes, rows: list[list[str]]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text)

    assert Extraction().sheets(path, no_report)[0].rows[:] == rows


@pytest.mark.parametrize(
    ("name", "raw", "error"),
    [
        ("a.xlsx", b"", WorkbookEmptyError),
        ("a.csv", b"", WorkbookEmptyError),
        ("a.xlsx", b"just text", NotAWorkbookError),
        ("a.csv", b"\x00\x01\x02", NotAWorkbookError),
        ("a.xls", COMPOUND + b"\0" * 4000, NotAWorkbookError),
        ("a.xls", COMPOUND + "Workbook\0".encode("utf-16-le") + b"\0" * 4000, WorkbookDamagedError),
        ("a.xlsx", COMPOUND + "EncryptedPackage\0".encode("utf-16-le"), WorkbookProtectedError),
        ("a.xlsx", CLEAN.read_bytes()[:9000], WorkbookDamagedError),
        ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, NotAWorkbookError),
        ("a.xlsx", rewritten(CLEAN, {"xl/workbook.xml": b"<workbook"}), WorkbookDamagedError),
    ],
)
def test_bad_input_is_one_typed_error(
    tmp_path: Path, name: str, raw: bytes, error: type[WorkbookError]
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)

    with pytest.raises(error) as caught:
        Extraction().sheets(path, no_report)

    assert caught.value.file == name


@pytest.mark.parametrize("name", ["nothing.xlsx", "."])
def test_what_is_no_file_is_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkbookMissingError):
        Extraction().sheets(tmp_path / name, no_report)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes in this file system")
    os.mkfifo(tmp_path / "a.xlsx")

    with pytest.raises(WorkbookMissingError):
        Extraction().sheets(tmp_path / "a.xlsx", no_report)


def test_one_far_cell_is_refused_before_a_grid_is_made_for_it(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [["x"]]})
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        )
    path.write_bytes(rewritten(path, {"xl/worksheets/sheet1.xml": sheet}))

    with pytest.raises(WorkbookTooLargeError):
        Extraction().sheets(path, no_report)


def test_a_far_cell_that_hides_from_the_check_meets_the_limit_of_memory(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux bounds a process's address space")
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [["x"]]})
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        )
        relations = book.read("xl/_rels/workbook.xml.rels").replace(
            b"worksheets/sheet1.xml", b"theme/theme1.xml"
        )
    path.write_bytes(rewritten(path, {"xl/theme/theme1.xml": sheet, "xl/_rels/workbook.xml.rels": relations}))

    with pytest.raises(WorkbookReaderError):
        Extraction().sheets(path, no_report)


def test_a_small_archive_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(401):
                part.write(b" " * 1_000_000)

    with pytest.raises(WorkbookTooLargeError):
        Extraction().sheets(path, no_report)


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.abort()",
        "print('nonsense')",
        "import sys; sys.stderr.write('noise'); sys.exit(3)",
        r"import sys; sys.stdout.buffer.write(b'\0\0\0\xff\x83')",
        r"import sys; sys.stdout.buffer.write(b'\0\0\0\1\x01')",
        "",
    ],
)
def test_a_reading_process_that_dies_or_speaks_nonsense_is_one_error(
    script: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WorkbookReaderError):
        acting(script).sheets(CLEAN, no_report)

    assert capfd.readouterr() == ("", "")


def test_a_program_that_cannot_be_started_is_the_same_error() -> None:
    with pytest.raises(WorkbookReaderError):
        Extraction(command=lambda _path, _seconds: ["/nowhere/python"]).sheets(CLEAN, no_report)


def test_a_silent_process_is_ended_when_its_time_is_over() -> None:
    began = time.monotonic()

    with pytest.raises(WorkbookReaderError) as caught:
        acting("import time; time.sleep(30)", seconds=1).sheets(CLEAN, no_report)

    assert caught.value.seconds == 1
    assert time.monotonic() - began < 10


class StoppedError(Exception):
    """Stands for a user's cancelling."""


def test_cancelling_ends_the_process_even_while_it_is_silent(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    script = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(30)"

    def stop(_done: int, _total: int) -> None:
        if mark.exists() and mark.read_text():
            raise StoppedError

    with pytest.raises(StoppedError):
        acting(script).sheets(CLEAN, stop)

    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_progress_goes_up_to_all_rows(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [["x"]] * 1200})
    seen: list[tuple[int, int]] = []

    Extraction().sheets(path, lambda done, total: seen.append((done, total)))

    assert seen[-1] == (1200, 1200)
    assert len({done for done, _ in seen}) > 2
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("program", "reader"),
    [
        ("/opt/di-tung-nha/agent-app-gui", "/opt/di-tung-nha/agent-app"),
        ("/opt/Đi Từng Nhà/agent-app-gui.exe", "/opt/Đi Từng Nhà/agent-app.exe"),
    ],
)
def test_a_frozen_program_reads_workbooks_by_the_command_line_beside_it(
    program: str, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", program)

    assert child_command(Path("/xa.xlsx"), 7) == [reader, "--read-workbook", "/xa.xlsx", "7"]


def test_the_reading_process_imports_nothing_heavy() -> None:
    heavy = ("PySide6", "sqlalchemy", "requests", "reportlab", "agent_app.domain")
    script = f"import agent_app.workbooks.child, sys; print([m for m in {heavy} if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
