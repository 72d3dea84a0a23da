"""What systems show of the program: the version resource of Windows, its icon, the build it came from."""

import json
import re
import subprocess
import sys
from pathlib import Path

from scripts.installer.build import Build, BuildError, say
from scripts.installer.contents import COMMANDS, WINDOWED

_PLAIN = re.compile(r"(\d+)\.(\d+)\.(\d+)$")
_DESCRIPTIONS = {
    WINDOWED: "Đi Từng Nhà: sổ tay của nhân viên thu BHXH, BHYT",
    COMMANDS: "Đi Từng Nhà: các lệnh",
}


def write_version_info(build: Build) -> None:
    """Write everything that tells the version, and draw the icon."""
    build.prepared.mkdir(parents=True, exist_ok=True)
    for name, description in _DESCRIPTIONS.items():
        text = version_resource(build.version, name, description)
        (build.prepared / f"{name}.version.txt").write_text(text, "utf-8")
    facts = {"name": "Đi Từng Nhà", "version": build.label, "commit": build.commit, "built_from": build.epoch}
    (build.prepared / "build.json").write_text(
        json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    # Qt draws it in a process of its own: whoever builds has no window.
    command = [sys.executable, "-m", "scripts.installer.icon", str(build.prepared)]
    if subprocess.run(command, cwd=build.root, env=build.surroundings(), check=False).returncode:
        raise BuildError("Không vẽ được biểu tượng của chương trình.")
    say(f"phiên bản {build.version}, biểu tượng: {', '.join(_made(build.prepared))}")


def _made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("icon*"))


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """Give the four numbers that Windows wants; raise ``BuildError`` for a version that has not three."""
    found = _PLAIN.match(version)
    if found is None:
        raise BuildError(f"Phiên bản {version} không có dạng 1.2.3 mà Windows cần.")
    return int(found[1]), int(found[2]), int(found[3]), 0


def version_resource(version: str, program: str, description: str) -> str:
    """Write a version resource as PyInstaller reads it; 042A is Vietnamese, 04B0 Unicode."""
    numbers = version_numbers(version)
    words = {
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": program,
        "OriginalFilename": f"{program}.exe",
        "ProductName": "Đi Từng Nhà",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in words.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,\n"
        "    fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        f"  kids=[StringFileInfo([StringTable('042A04B0', [{strings}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [0x042A, 1200])])],\n"
        ")\n"
    )
