"""What goes into the frozen program is what the source uses, and nothing that it does not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.installer import contents
from scripts.installer.contents import is_wanted

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = sorted((ROOT / "agent_app").rglob("*.py"))
SPEC = ROOT / "scripts" / "installer" / "program.spec"


def imported() -> Iterator[str]:
    """Name every module that the program imports, at the top or inside of functions."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (each.name for each in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{each.name}" for each in node.names)


IMPORTED = frozenset(imported())


def test_the_modules_of_qt_are_those_that_the_source_imports() -> None:
    used = {name.split(".")[1].removeprefix("Qt") for name in IMPORTED if name.startswith("PySide6.Qt")}

    assert used == set(contents.QT_MODULES)


def test_nothing_that_the_source_imports_is_excluded() -> None:
    assert IMPORTED & set(contents.EXCLUDED_MODULES) == frozenset()


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libQt6Widgets.so.6",
        "PySide6/Qt6Gui.dll",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "pillow.libs/libharfbuzz-fb49c9fc.so.0.61450.0",
        "libxcb-cursor.so.0",
        "resources/fonts/SourceSans3-Regular.ttf",
        "agent_app/ui/main_window.pyc",
    ],
)
def test_this_goes_along(place: str) -> None:
    assert is_wanted(place)


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt6Network.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6\\translations\\qtbase_de.qm",
        "libcups.so.2",
        "libgnutls.so.30",
        "PySide6/opengl32sw.dll",
    ],
)
def test_this_stays_out(place: str) -> None:
    assert not is_wanted(place)


def test_every_resource_goes_along_and_no_upx() -> None:
    spec = SPEC.read_text("utf-8")
    calls = [each for each in ast.walk(ast.parse(spec)) if isinstance(each, ast.Call)]
    upx = [each.value for call in calls for each in call.keywords if each.arg == "upx"]

    assert '(str(ROOT / "resources"), "resources")' in spec
    assert [isinstance(each, ast.Constant) and each.value is False for each in upx] == [True, True]


def test_the_reading_process_is_called_as_it_is_frozen() -> None:
    source = (ROOT / "agent_app" / "workbooks" / "extraction.py").read_text("utf-8")

    assert f'with_name("{contents.COMMANDS}")' in source
