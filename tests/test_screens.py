import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication

from scripts import screens
from scripts.demo_stage import DemoError
from scripts.screens_stage import Day


def test_every_way_is_light_dark_large_and_of_high_contrast_at_two_sizes() -> None:
    names = [dress.name for dress in screens.DRESSES]

    assert len(set(names)) == len(names)
    assert {(dress.size.width(), dress.size.height()) for dress in screens.DRESSES} == {
        (1366, 768),
        (1920, 1080),
    }
    assert {"light-1366", "dark-1366", "200-1366", "light-1920", "dark-1920", "200-1920"} <= set(names)


def test_all_pictures_are_taken_unless_some_are_named() -> None:
    assert options([]).only == list(screens.SHOTS)
    assert options(["--only", "hom-nay"]).only == ["hom-nay"]
    with pytest.raises(SystemExit):
        options(["--only", "khong-co"])


def options(words: list[str]) -> argparse.Namespace:
    return screens._options(words)


@pytest.mark.usefixtures("qapp")
def test_a_picture_keeps_its_colours_and_is_small(tmp_path: Path) -> None:
    picture = QPixmap(203, 101)
    picture.fill(QColor("#0B5E8A"))
    screens._save(picture, tmp_path / "a.png")

    with Image.open(tmp_path / "a.png") as kept:
        assert kept.size == (203, 101)
        assert kept.convert("RGB").getpixel((202, 100)) == (0x0B, 0x5E, 0x8A)
    assert (tmp_path / "a.png").stat().st_size < 2_000


def test_a_picture_that_cannot_be_taken_is_named_and_keeps_no_other_from_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = []

    @contextmanager
    def no_window(*_about: object) -> Iterator[None]:
        try:
            yield
        finally:
            ended.append(True)

    def poor(_scene: object) -> QPixmap:
        raise DemoError("Không có hộ như cần.")

    def plain(_scene: object) -> QPixmap:
        picture = QPixmap(20, 10)
        picture.fill(QColor("#0B5E8A"))
        return picture

    monkeypatch.setattr(screens, "_scene", no_window)
    monkeypatch.setitem(screens.SHOTS, "ngheo", poor)
    monkeypatch.setitem(screens.SHOTS, "thuong", plain)

    missed = screens._take(
        qapp, cast("Day", None), screens.DRESSES[0], tmp_path, ["ngheo", "thuong", "ngheo"]
    )

    assert missed == ["ngheo-light-1366"] * 2
    assert [each.name for each in tmp_path.iterdir()] == ["thuong-light-1366.png"]
    assert len(ended) == 3
    assert "Không có hộ như cần." in capsys.readouterr().err
