import argparse
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QPixmap

from scripts import screens


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
