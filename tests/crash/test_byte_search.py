from pathlib import Path

import pytest

from scripts.byte_search import main, people_of, search
from scripts.commune import make_commune
from tests.end_to_end.silence import forms, needles

SAID = "patterns {}, files 1, found {}; planted 12, found 12\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file that tells nothing."""
    home = tmp_path / "Máy chị Hoa"
    home.mkdir()
    (home / "store.db").write_bytes(bytes(range(256)))
    return home


def test_who_is_nowhere_is_not_found_and_who_is_planted_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = needles(people_of(make_commune(1, households=40, persons=120, due=30).people))

    assert search(folder, wanted, "Nguyễn Thị Ánh")
    assert capsys.readouterr().out == SAID.format(len(wanted), 0)
    assert [each.name for each in folder.iterdir()] == ["store.db"]


@pytest.mark.parametrize("form", forms("Nguyễn Thị Ánh"))
def test_words_of_a_file_are_looked_for_in_a_given_home(
    folder: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Nguyễn Thị Ánh\n068180000001\n", "utf-8")
    given = ["--home", str(folder), "--words", str(words)]
    assert main(given) == 0

    (folder / "store.db").write_bytes(b"..." + forms("Nguyễn Thị Ánh")[form] + b"...")

    assert main(given) == 1
    assert "store.db: Nguyễn Thị Ánh" in capsys.readouterr().err
