import os
import stat
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

MOST_SECONDS = 180


def run_demo(out: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scripts.demo", "--walk", "--out", str(out)],
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=MOST_SECONDS,
        check=False,
    )


def picture_size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def page_count(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as paper:
        return len(paper)


@pytest.mark.timeout(MOST_SECONDS)
def test_the_walk_leaves_pictures_and_papers_and_every_book_agrees(tmp_path: Path) -> None:
    done = run_demo(tmp_path / "demo")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Bốn nơi khớp nhau: 2.108.370 đ. Sổ nguyên vẹn." in done.stdout
    pictures = sorted((tmp_path / "demo").glob("[0-9]*.png"))
    assert [int(path.name[:2]) for path in pictures] == list(range(1, len(pictures) + 1))
    assert len(pictures) >= 8
    assert {picture_size(path) for path in pictures[1:]} == {(1366, 768)}
    papers = sorted((tmp_path / "demo").glob("*.pdf"))
    assert [page_count(path) for path in papers] == [2, 2]
    for path in (*pictures, *papers):
        assert str(path) in done.stdout
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "demo" / "password.txt").stat().st_mode) == 0o600


def test_a_folder_of_somebody_else_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()

    done = run_demo(tmp_path)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "--out" in done.stderr
