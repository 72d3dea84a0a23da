import json
import os
import stat
from pathlib import Path

import pytest

from scripts.demo_stage import DemoError, command, fresh_folder, stage
from tests.builders import TODAY


def test_the_folder_of_a_former_demo_is_made_anew(tmp_path: Path) -> None:
    folder = fresh_folder(tmp_path / "demo")
    (folder / "office.db").touch()

    assert [path.name for path in fresh_folder(folder).iterdir()] == [".demo"]


def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()

    with pytest.raises(DemoError, match=r"--out"):
        fresh_folder(tmp_path)
    assert (tmp_path / "letter.txt").exists()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert fresh_folder(tmp_path) == tmp_path


def test_a_command_that_fails_says_which_and_why() -> None:
    with pytest.raises(DemoError, match=r"(?s)agent_app nonsense: .*\(mã 2\)"):
        command("agent_app", "nonsense")


@pytest.mark.timeout(180)
def test_the_stage_is_an_office_that_answers_and_a_laptop_that_it_knows(tmp_path: Path) -> None:
    with stage(fresh_folder(tmp_path / "demo"), 7, TODAY) as ready:
        answer = json.loads(ready.agent("due", "import", str(ready.due_list), "--json"))
        ready.agent("sync")
        found = json.loads(ready.agent("check", "--json"))
        money = ready.money()

    assert (answer["accepted"], answer["rejected"]) == (150, 0)
    assert (found["ok"], found["households"], found["people"]) == (True, 200, 600)
    assert money["total"] == 0
    if os.name == "posix":
        assert stat.S_IMODE(ready.password_file.stat().st_mode) == 0o600
