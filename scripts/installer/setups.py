"""The installers for Windows, by Inno Setup and by NSIS; on Linux only to see that NSIS compiles."""

import platform
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.installer.build import NAME, Build, BuildError, run, say
from scripts.installer.contents import COMMANDS, INTERNAL, WINDOWED
from scripts.installer.trial import try_out

_WINDOWS = Path(__file__).parent / "windows"
_STAND_IN = (
    f"{WINDOWED}.exe",
    f"{COMMANDS}.exe",
    "build.json",
    f"{INTERNAL}/python311.dll",
    f"{INTERNAL}/resources/fonts/SourceSans3-Regular.ttf",
    "licences/LICENCES.txt",
)


def try_setup_script(build: Build) -> None:
    """Compile the NSIS script with a stand-in for a frozen program, and see that all of it is inside."""
    if shutil.which("makensis") is None or shutil.which("7z") is None:
        say("không có makensis hay 7z: chưa thử biên dịch bộ cài Windows")
        return
    with TemporaryDirectory(prefix="dtn-nsis-") as folder:
        inside = compile_stand_in(Path(folder), build.version, build.prepared / "icon.ico")
    say(f"tệp NSIS biên dịch được, đủ {len(inside)} tệp của một thư mục giả; chưa chạy trên Windows nào")


def compile_stand_in(folder: Path, version: str, icon: Path) -> list[str]:
    """Compile it so in a folder; return what is inside; raise ``BuildError`` where that is not all."""
    source, out = folder / "program", folder / f"{NAME}-{version}-setup.exe"
    for number, name in enumerate(_STAND_IN):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(b"%d" % number * 100)
    compile_setup(source, out, version, icon)
    inside = sorted(name for name in listed(out) if not name.startswith("$"))
    wanted = sorted((*_STAND_IN, "uninstall.exe"))
    if inside != wanted:
        raise BuildError(f"Bộ cài có {inside}, phải có {wanted}.")
    return inside


def compile_setup(source: Path, out: Path, version: str, icon: Path) -> None:
    """Compile the NSIS script; warnings are failures."""
    facts = {"VERSION": version, "SOURCE": str(source), "OUT": str(out), "ICON": str(icon)}
    words = [f"-D{name}={value}" for name, value in facts.items()]
    run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, _WINDOWS / "setup.nsi"])


def listed(setup: Path) -> Iterator[str]:
    """Name the files in an installer, as 7-Zip reads them."""
    for block in run(["7z", "l", "-slt", setup]).split("\n----------\n")[-1].split("\n\n"):
        facts = dict(line.split(" = ", 1) for line in block.splitlines() if " = " in line)
        if facts.get("Path"):
            yield facts["Path"].replace("\\", "/")


def make_setups(build: Build) -> None:
    """Make both installers on Windows, and try the one of NSIS: install, check, remove. Never run so far."""
    if platform.system() != "Windows":
        raise BuildError("Bộ cài Windows chỉ dựng được trên Windows.")
    build.out.mkdir(exist_ok=True)
    icon, out = build.prepared / "icon.ico", build.out / f"{NAME}-{build.label}-setup.exe"
    compile_setup(build.program, out, build.version, icon)
    facts = {"Version": build.version, "Source": build.program, "Out": build.out, "Icon": icon}
    named = f"/F{NAME}-{build.label}-inno"
    given = (f"/D{name}={value}" for name, value in facts.items())
    run(["iscc", "/Q", named, *given, _WINDOWS / "setup.iss"])
    with TemporaryDirectory(prefix="dtn-setup-") as folder:
        target = Path(folder) / "DiTungNha"
        # The folder is the last word and stands without quotes, also where it holds spaces; a list gets some.
        run(f'"{out}" /S /D={target}')
        try_out(target, build.version)
        run([target / "uninstall.exe", "/S", f"_?={target}"])
        left = [path for path in target.rglob("*") if path.name != "uninstall.exe"]
        if left:
            raise BuildError(f"Gỡ rồi còn: {left[:10]}")
