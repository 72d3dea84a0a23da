from pathlib import Path

import pytest

from scripts.demo_stage import DemoError, command, fresh_folder


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
