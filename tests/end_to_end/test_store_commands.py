"""The store's commands one after the other, on a fresh home, as an agent goes through them."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent_app.cli.program import main_with_exit_code
from agent_app.domain.money import Dong, grouped
from tests.builders import AGENT, an_enrolment
from tests.cli.terminal import PASSWORD, Said, make_guesses_cheap
from tests.storage.till import home_at
from tests.workbooks.sheets import SAMPLES

ENVIRONMENT = 5

Line = dict[str, object]


@dataclass
class Laptop:
    """A home and its password, at a terminal in this process."""

    folder: Path
    password_file: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str, home: Path | None = None, secret: Path | None = None) -> Said:
        start = ["--home", str(home or self.folder), "--password-file", str(secret or self.password_file)]
        self.capsys.readouterr()
        try:
            code = main_with_exit_code([*start, *arguments])
        except SystemExit as ended:
            code = int(str(ended.code))
        said = self.capsys.readouterr()
        return Said(code, said.out, said.err)

    def told(self, *arguments: str, home: Path | None = None, secret: Path | None = None) -> Line:
        """Read the answer of a command that is done."""
        said = self.run(*arguments, "--json", home=home, secret=secret)
        assert said.code == 0, said.err
        found: Line = json.loads(said.out)
        return found

    def listed(self, *arguments: str) -> list[Line]:
        """Read a list."""
        said = self.run(*arguments, "--json")
        assert said.code == 0, said.err
        found: list[Line] = json.loads(said.out)
        return found


@pytest.fixture
def laptop(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Laptop:
    """A laptop without a home."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    return Laptop(home_at(tmp_path).folder, written(tmp_path / "password.txt", PASSWORD), capsys)


def written(path: Path, text: str) -> Path:
    """Write a secret down."""
    path.write_text(text + "\n", "utf-8")
    return path


def pay(laptop: Laptop, line: Line) -> int:
    """Take a person's money; return how much."""
    issued = laptop.told("receipt", "issue", "--person", f"{line['person_id']}:bhyt:3", "--payer", "Bà Hoa")
    return int(str(issued["total"]))


def begin(laptop: Laptop, folder: Path) -> list[Line]:
    """Make the home, bring the month's list in, note that nobody was there; return who pays themselves."""
    enrolment = written(folder / "enrol.json", an_enrolment().text())
    assert laptop.told("init", "--enrolment", str(enrolment))["agent_code"] == AGENT
    make_guesses_cheap(laptop.folder)
    assert laptop.told("due", "import", str(SAMPLES / "01-clean.xlsx"))["accepted"] == 120
    lines = [
        each for each in laptop.listed("due", "list") if (each["scheme"], each["group"]) == ("BHYT", "GD")
    ]
    home, who = str(lines[0]["household_id"]), str(lines[0]["person_id"])
    visited = laptop.told("visit", "record", "--household", home, "--person", f"{who}:absent", "--met", "Hoa")
    assert visited["met"] == "Hoa"
    return lines


def back_up(laptop: Laptop, stick: Path) -> Path:
    """Make a backup on a stick; return it."""
    stick.mkdir()
    made = laptop.told("backup", "--to", str(stick), "--remember")
    [listed] = laptop.listed("backup", "list", str(stick))
    assert (Path(str(listed["file"])).name, listed["verified"]) == (Path(str(made["file"])).name, True)
    return Path(str(listed["file"]))


def change_keys(laptop: Laptop, folder: Path) -> Path:
    """Change the password and have the recovery code made; return the file of the former password."""
    former, new = laptop.password_file, written(folder / "new.txt", "mật khẩu mới của chị Hoa")
    assert laptop.told("password", "change", "--new-password-file", str(new))["changed"]
    assert laptop.run("unlock").code == ENVIRONMENT
    laptop.password_file = new
    code = written(folder / "code.txt", str(laptop.told("recovery", "show-once")["code"]))
    assert laptop.told("unlock")["by"] == "password"
    assert laptop.told("unlock", "--recovery-file", str(code), secret=former)["by"] == "recovery"
    return former


def people_ask(laptop: Laptop, folder: Path, stays: Line, goes: Line) -> None:
    """Give one person a file of all that is held, and erase another; both leave their trace."""
    export = laptop.told("privacy", "export", str(stays["person_id"]), "--out", str(folder / "of.zip"))
    assert export["watermark"]
    erased = laptop.told("privacy", "erase", str(goes["person_id"]), "--reason", "Tự yêu cầu", "--yes")
    assert erased["waiting"]
    assert "export" in {each["action"] for each in laptop.listed("log", "access")}


@pytest.mark.timeout(300)
@pytest.mark.logs_warning(r"journal: \d+ receipts put back into the store")
def test_the_commands_of_the_store_work_one_after_the_other(laptop: Laptop, tmp_path: Path) -> None:
    lines = begin(laptop, tmp_path)
    first = pay(laptop, lines[0])
    copy = back_up(laptop, tmp_path / "USB của Hoa")
    older = str(shutil.copy(copy, tmp_path / "older.dtnbak"))
    later = pay(laptop, lines[1]) + pay(laptop, lines[2])
    former = change_keys(laptop, tmp_path)
    assert laptop.told("check")["ok"] is True
    people_ask(laptop, tmp_path, lines[0], lines[3])
    assert not copy.exists()

    looked = laptop.told("restore", older, secret=former)
    assert looked["restored"] is False
    assert f"'total': {later}" in str(looked["newer"])
    assert laptop.told("restore", older, "--yes", secret=former)["restored"]
    laptop.password_file = former
    said = laptop.run("unlock")
    assert f"Đã chép lại 2 biên lai, {grouped(Dong(later))} đ từ nhật ký tiền" in said.err
    checked = laptop.told("check")
    assert (checked["ok"], checked["receipts"]) == (True, 3)
    found = {each["id"] for each in laptop.listed("person", "search", str(lines[3]["name"]))}
    assert lines[3]["person_id"] not in found

    saved = laptop.told("rescue", "--out", str(tmp_path / "cứu"))
    assert (saved["receipts"], saved["total"], saved["findings"]) == (3, first + later, [])
    assert laptop.told("check", home=tmp_path / "cứu")["ok"] is True
    bundle = laptop.told("support-bundle", "--out", str(tmp_path / "ho-tro.zip"))
    assert (bundle["failure"], int(str(bundle["bytes"])) > 0) == (None, True)
