"""A home with the clean list in it, made once and copied for each test."""

import shutil
import sys
from pathlib import Path

import pytest

from agent_app.cli.program import main_with_exit_code
from tests.builders import an_enrolment
from tests.cli.terminal import PASSWORD, Run, Said, make_guesses_cheap
from tests.workbooks.sheets import SAMPLES


@pytest.fixture(scope="session")
def password_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the password, ended as editors end a line."""
    path = tmp_path_factory.mktemp("password") / "password.txt"
    path.write_text(PASSWORD + "\n", "utf-8")
    return path


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory, password_file: Path) -> Path:
    """An enrolled home with the clean list; only to be copied."""
    folder = tmp_path_factory.mktemp("made") / "home"
    enrolment = folder.parent / "enrol.json"
    enrolment.write_text(an_enrolment().text(), "utf-8")
    start = ["--home", str(folder), "--password-file", str(password_file)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "excepthook", sys.excepthook)
        assert main_with_exit_code([*start, "init", "--enrolment", str(enrolment)]) == 0
        assert main_with_exit_code([*start, "due", "import", str(SAMPLES / "01-clean.xlsx")]) == 0
    make_guesses_cheap(folder)
    return folder


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A home of one's own."""
    return Path(shutil.copytree(made_home, tmp_path / "home"))


@pytest.fixture
def run(
    home: Path, password_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs a command on the home in this process."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def run_here(*arguments: str, folder: Path = home, password: Path | None = password_file) -> Said:
        start = ["--home", str(folder), *(["--password-file", str(password)] if password else [])]
        capsys.readouterr()
        code = main_with_exit_code([*start, *arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run_here
