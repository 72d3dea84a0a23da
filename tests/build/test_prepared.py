"""What is made before freezing: catalogues, what Windows shows of the version, the icon."""

import ast
import gettext
from pathlib import Path

import pytest
from PIL import Image

from scripts.installer.build import BuildError
from scripts.installer.catalogues import compile_all
from scripts.installer.icon import SIZES, write_icons
from scripts.installer.version_info import version_numbers, version_resource

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def write_catalogue(folder: Path, text: str) -> None:
    place = folder / "source" / "en" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "agent_app.po").write_text(f"{HEAD}{text}", "utf-8")


def test_a_catalogue_comes_out_as_gettext_reads_it(tmp_path: Path) -> None:
    write_catalogue(tmp_path, 'msgid "Sổ hộ"\nmsgstr "Households"\n')

    assert compile_all(tmp_path / "source", tmp_path / "made") == 1

    found = gettext.translation("agent_app", str(tmp_path / "made"), ["en"])
    assert found.gettext("Sổ hộ") == "Households"


def test_a_catalogue_that_loses_a_value_is_refused(tmp_path: Path) -> None:
    write_catalogue(tmp_path, '#, python-format\nmsgid "%(count)d dòng"\nmsgstr "%(number)d lines"\n')

    with pytest.raises(BuildError, match="agent_app"):
        compile_all(tmp_path / "source", tmp_path / "made")


def test_without_catalogues_there_is_an_empty_folder(tmp_path: Path) -> None:
    assert compile_all(tmp_path / "nowhere", tmp_path / "made") == 0
    assert list((tmp_path / "made").iterdir()) == []


def test_the_version_resource_says_version_and_name() -> None:
    text = version_resource("1.20.3", "agent-app-gui", "Đi Từng Nhà")

    assert isinstance(ast.parse(text).body[0], ast.Expr)
    assert "filevers=(1, 20, 3, 0)" in text
    for words in ("'FileVersion', '1.20.3'", "'OriginalFilename', 'agent-app-gui.exe'", "'Đi Từng Nhà'"):
        assert words in text


@pytest.mark.parametrize("version", ["1.2", "1.2.3rc1", "v1.2.3"])
def test_a_version_that_windows_cannot_show_is_refused(version: str) -> None:
    with pytest.raises(BuildError, match=version):
        version_numbers(version)


@pytest.mark.usefixtures("qapp")
def test_the_icon_has_every_size_of_windows_and_is_no_empty_square(tmp_path: Path) -> None:
    write_icons(tmp_path)

    with Image.open(tmp_path / "icon.ico") as icon:
        assert icon.info["sizes"] == {(side, side) for side in SIZES}
    with Image.open(tmp_path / "icon.png") as picture:
        colours = picture.convert("RGBA").getcolors(100_000)
        assert colours is not None
        assert len(colours) > 10
    assert (tmp_path / "icon.icns").stat().st_size > 1000
