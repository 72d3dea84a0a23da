"""The log of a home: JSON lines that hold ids and places, never a person."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_app.runtime.logs import start_logging, stop_logging
from agent_app.runtime.paths import Home

log = logging.getLogger("agent_app.test")
PERSON = "Nguyễn Thị Ánh 068180000001"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home whose log is being written."""
    home = Home(tmp_path)
    start_logging(home)
    yield home
    stop_logging()


def written(home: Home) -> list[dict[str, object]]:
    """Read the log."""
    text = (home.logs / "agent-app.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def fail() -> None:
    """Raise what quotes a person."""
    held = PERSON
    raise ValueError(held)


def test_each_line_is_one_object(home: Home) -> None:
    log.info("sync ended: sent %d", 3)
    log.info("hai\ndòng")

    first, second = written(home)
    assert {name: first[name] for name in ("level", "logger", "message")} == {
        "level": "INFO",
        "logger": "agent_app.test",
        "message": "sync ended: sent 3",
    }
    assert str(first["at"]).endswith("+00:00")
    assert second["message"] == "hai\ndòng"


@pytest.mark.logs_warning("failed")
def test_a_bug_is_logged_by_its_places_without_its_words(home: Home) -> None:
    try:
        fail()
    except ValueError:
        log.exception("failed: %s", "job")

    (line,) = written(home)
    assert line["error"] == "ValueError"
    assert any("test_logs.py:" in place for place in line["trace"])  # type: ignore[attr-defined]
    text = (home.logs / "agent-app.jsonl").read_text("utf-8")
    assert "Ánh" not in text
    assert "068180000001" not in text
    assert "held" not in text


@pytest.mark.logs_warning("failed")
def test_the_cause_of_a_bug_is_not_quoted_either(home: Home) -> None:
    try:
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(PERSON) from error
    except RuntimeError:
        log.exception("failed")

    assert "Ánh" not in (home.logs / "agent-app.jsonl").read_text("utf-8")


def test_others_may_log_what_they_like_but_not_here(home: Home) -> None:
    logging.getLogger("sqlalchemy.engine").warning("SELECT %s", PERSON)

    assert not (home.logs / "agent-app.jsonl").exists()


def test_details_are_not_kept(home: Home) -> None:
    log.debug(PERSON)

    assert not (home.logs / "agent-app.jsonl").exists()


def test_a_second_start_writes_each_line_once(home: Home) -> None:
    start_logging(home)

    log.info("once")

    assert len(written(home)) == 1


def test_the_log_does_not_grow_for_ever(home: Home) -> None:
    for _ in range(30):
        log.info("x" * 300_000)

    files = list(home.logs.iterdir())
    assert len(files) == 6
    assert all(each.stat().st_size <= 1_000_000 for each in files)


def test_the_log_is_for_its_owner_only_and_makes_its_folders(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    start_logging(home)
    try:
        assert not home.folder.exists()
        for _ in range(3):
            log.info("x" * 600_000)
    finally:
        stop_logging()

    assert {each.stat().st_mode & 0o777 for each in home.logs.iterdir()} == {0o600}
    assert {each.stat().st_mode & 0o777 for each in (home.folder, home.logs)} == {0o700}


@pytest.mark.logs_warning("healed")
def test_where_no_log_can_be_written_nobody_is_alarmed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_bytes(b"no folder")
    start_logging(Home(tmp_path))
    log.warning("healed")
    stop_logging()

    assert capfd.readouterr() == ("", "")


def test_a_warning_before_the_log_has_begun_alarms_nobody() -> None:
    said = (
        "import logging, agent_app.runtime.logs; "
        "logging.getLogger('agent_app.storage.store').warning('healed')"
    )

    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True)

    assert (ran.stdout, ran.stderr) == (b"", b"")


def test_after_the_end_nothing_is_written(tmp_path: Path) -> None:
    start_logging(Home(tmp_path))
    stop_logging()

    log.info("late")

    assert not (tmp_path / "logs" / "agent-app.jsonl").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_no_matter_for_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(tmp_path / "home")
    home.logs.mkdir(parents=True)
    (home.logs / "agent-app.jsonl").symlink_to("/dev/full")

    start_logging(home)
    log.info("nobody hears")
    stop_logging()

    assert capsys.readouterr() == ("", "")


def test_what_a_library_says_of_a_damaged_file_is_not_for_the_console() -> None:
    words = "import logging, agent_app.runtime.logs; logging.getLogger('sqlalchemy.pool').error('in English')"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("", "")
