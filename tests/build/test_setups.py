"""The installers for Windows as far as Linux can tell: the script compiles, and all is in there."""

import re
from pathlib import Path

import pytest

from scripts.installer.build import BuildError
from scripts.installer.icon import write_icons
from scripts.installer.setups import compile_setup, compile_stand_in, listed

WINDOWS = Path(__file__).resolve().parent.parent.parent / "scripts" / "installer" / "windows"


@pytest.fixture
def icon(tmp_path: Path, qapp: object) -> Path:
    """The program's icon."""
    del qapp
    write_icons(tmp_path)
    return tmp_path / "icon.ico"


def test_the_setup_of_nsis_holds_every_file_of_the_program_and_its_uninstaller(
    tmp_path: Path, icon: Path
) -> None:
    inside = compile_stand_in(tmp_path, "1.2.3", icon)

    assert {"agent-app-gui.exe", "agent-app.exe", "_internal/python311.dll", "uninstall.exe"} <= set(inside)
    assert next(tmp_path.glob("*.exe")).read_bytes().startswith(b"MZ")


def test_a_setup_without_a_program_is_not_made(tmp_path: Path, icon: Path) -> None:
    with pytest.raises(BuildError, match="makensis"):
        compile_setup(tmp_path / "nowhere", tmp_path / "di-tung-nha-setup.exe", "1.2.3", icon)


def test_what_is_listed_is_what_was_packed(tmp_path: Path, icon: Path) -> None:
    (tmp_path / "program" / "Thư mục").mkdir(parents=True)
    (tmp_path / "program" / "Thư mục" / "tệp.txt").write_text("một", "utf-8")
    out = tmp_path / "di-tung-nha-setup.exe"

    compile_setup(tmp_path / "program", out, "1.2.3", icon)

    assert sorted(each for each in listed(out) if not each.startswith("$")) == [
        "Thư mục/tệp.txt",
        "uninstall.exe",
    ]


def test_both_setups_install_for_one_user_and_leave_the_agents_home() -> None:
    nsis, inno = ((WINDOWS / f"setup.{kind}").read_text("utf-8") for kind in ("nsi", "iss"))

    assert "RequestExecutionLevel user" in nsis
    assert "PrivilegesRequired=lowest" in inno
    assert r"$LOCALAPPDATA\Programs" in nsis
    assert r"{localappdata}\Programs\DiTungNha" in inno
    removed = re.findall(r"(?:RMDir|Delete)[^\n]*", nsis)
    assert not any(r"$LOCALAPPDATA" in each for each in removed)
    assert "[UninstallDelete]\n" not in inno


def test_the_checklist_has_ten_steps() -> None:
    lines = (WINDOWS / "checklist.md").read_text("utf-8").splitlines()

    assert [line.partition(".")[0] for line in lines if re.match(r"\d+\. ", line)] == [
        str(number) for number in range(1, 11)
    ]
