"""Where things lie."""

from pathlib import Path

import pytest

from agent_app.runtime.paths import Home, default_home, resource


def test_a_home_is_one_folder_with_the_named_files(tmp_path: Path) -> None:
    home = Home(tmp_path)

    names = [
        each.name for each in (home.store, home.keys, home.device_key, home.journal, home.backups, home.logs)
    ]
    assert names == ["store.db", "keys.json", "device.key", "receipts.jnl", "backups", "logs"]
    assert all(each.parent == tmp_path for each in (home.store, home.keys, home.device_key, home.journal))


@pytest.mark.parametrize("name", ["store.db", "keys.json", "device.key", "receipts.jnl"])
def test_any_file_of_a_home_makes_it_one(name: str, tmp_path: Path) -> None:
    assert not Home(tmp_path).exists
    (tmp_path / "letter.txt").touch()
    assert not Home(tmp_path).exists

    (tmp_path / name).touch()

    assert Home(tmp_path).exists


def test_the_usual_home_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert default_home().folder.is_relative_to(tmp_path)


def test_a_shipped_file_is_found_and_a_missing_one_named() -> None:
    assert resource("rates").is_dir()
    with pytest.raises(FileNotFoundError, match="no-such-thing"):
        resource("no-such-thing")
