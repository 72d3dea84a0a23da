"""The program tries itself out, says each step, and ends with 0 only where all is as it must be."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent_app.app import build_window
from agent_app.runtime.messages import UNEXPECTED
from agent_app.self_check import own_parts, run
from agent_app.self_check.failure import SelfCheckError
from agent_app.self_check.own_parts import find_sleeping_parts, strangers_in
from agent_app.self_check.run import EXIT_FAILED, run_check
from agent_app.self_check.telling import Telling
from agent_app.workbooks.errors import WorkbookEmptyError
from tests.storage.till import environment

START = "import sys; from agent_app.gui import run; sys.exit(run(sys.argv[1:]))"


def fail_with(error: Exception) -> list[str]:
    """Take one step that is well and one that is not."""
    said: list[str] = []

    def fail() -> None:
        raise error

    telling = Telling(said.append)
    with telling:
        telling.take("bước một", lambda: None)
        telling.take("bước hai", fail)
    assert not telling.passed
    return said


@pytest.mark.timeout(180)
def test_a_whole_program_passes_every_step_and_leaves_nothing_behind(tmp_path: Path) -> None:
    report, temporary = tmp_path / "report.txt", tmp_path / "tmp"
    temporary.mkdir()
    surroundings = environment() | {"TMPDIR": str(temporary)}

    done = subprocess.run(
        [sys.executable, "-c", START, "--self-check", str(report)],
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert [each.partition(". ")[0] for each in lines[1:-1]] == [*"12345678"]
    assert all(": đạt, " in each for each in lines[1:-1])
    assert lines[-1].startswith("Tự kiểm đạt cả 8 bước")
    assert report.read_text("utf-8") == done.stdout
    assert list(temporary.iterdir()) == []


def test_an_expected_failure_is_told_by_its_sentence_with_the_step() -> None:
    said = fail_with(WorkbookEmptyError("D08a-TS.xlsx"))

    assert said[0].startswith("1. bước một: đạt, ")
    assert said[1].startswith("2. bước hai: KHÔNG ĐẠT. ")
    assert "D08a-TS.xlsx" in said[1]
    assert said[-1].startswith("Tự kiểm dừng ở bước 2 ")


def test_a_failure_that_nobody_expected_is_told_with_its_trace() -> None:
    said = fail_with(ImportError("No module named 'forgotten'"))

    assert said[1] == f"2. bước hai: KHÔNG ĐẠT. {UNEXPECTED}"
    assert "No module named 'forgotten'" in said[2]


def test_whoever_stops_the_check_is_not_told_of_a_failure() -> None:
    said: list[str] = []

    with pytest.raises(KeyboardInterrupt), Telling(said.append):
        raise KeyboardInterrupt

    assert said == []


def test_a_part_that_does_not_load_is_told_as_a_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing_there(*_arguments: object) -> None:
        raise ImportError("No module named 'zxingcpp'")

    monkeypatch.setattr(run, "_load", nothing_there)

    assert run_check(build_window, None) == EXIT_FAILED
    assert "1. nạp các phần của chương trình: KHÔNG ĐẠT. " in capsys.readouterr().out


def test_a_program_without_a_console_tells_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nothing_there(*_arguments: object) -> None:
        raise ImportError("No module named 'zxingcpp'")

    monkeypatch.setattr(run, "_load", nothing_there)
    monkeypatch.setattr(sys, "stdout", None)

    assert run_check(build_window, tmp_path / "report.txt") == EXIT_FAILED
    assert "zxingcpp" in (tmp_path / "report.txt").read_text("utf-8")


def test_what_does_not_lie_in_the_programs_folder_is_a_stranger(tmp_path: Path) -> None:
    own, other = tmp_path / "program" / "a.pyc", tmp_path / "program-2" / "b.pyc"

    assert strangers_in({own, other}, tmp_path / "program") == [other]


def test_what_no_step_wakes_is_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    find_sleeping_parts()

    monkeypatch.setattr(own_parts, "find_spec", lambda _name: None)
    with pytest.raises(SelfCheckError) as refused:
        find_sleeping_parts()
    assert "kho khoá" in refused.value.what
    monkeypatch.setattr(own_parts, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "none.pem"))
    with pytest.raises(FileNotFoundError):
        find_sleeping_parts()
