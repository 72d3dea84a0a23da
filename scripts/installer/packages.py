"""What is given away on Linux: a Debian package, and a folder in a tar for other systems."""

import gzip
import platform
import shutil
import sys
import tarfile
from pathlib import Path

from scripts.installer.build import NAME, Build, BuildError, megabytes, run, say, set_times, size_of
from scripts.installer.contents import COMMANDS, WINDOWED
from scripts.installer.elf import OPTIONAL, needs_of

_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# Libraries that come along read these files of the system: fonts, keyboards, the ways to type.
_DATA = ("fontconfig-config", "libx11-data", "xkb-data")
_ZSTD_LEVEL, _GZIP_LEVEL = "12", 6
_LINUX = Path(__file__).parent / "linux"
MOST_DEB, MOST_FOLDER = 78_000_000, 220_000_000


def debian_path(build: Build) -> Path:
    """Where the package lies."""
    return build.out / f"{NAME}_{build.label}_{_ARCHITECTURES[platform.machine()]}.deb"


def portable_path(build: Build) -> Path:
    """Where the tar lies."""
    system = "macos" if sys.platform == "darwin" else sys.platform
    return build.out / f"{NAME}-{build.label}-{system}-{platform.machine()}.tar.gz"


def package(build: Build) -> None:
    """Make both; refuse what has grown over what was promised."""
    for path in (debian_path(build), portable_path(build)):
        path.unlink(missing_ok=True)
    make_debian(build)
    make_portable(build)
    refuse_large(build.program, MOST_FOLDER)
    refuse_large(debian_path(build), MOST_DEB)


def refuse_large(path: Path, most: int) -> None:
    """Say a size; raise ``BuildError`` where it is over its cap."""
    size = size_of(path)
    if size > most:
        raise BuildError(f"{path.name}: {megabytes(size)}, quá {megabytes(most)}.")
    say(f"{path.name}: {megabytes(size)} (không quá {megabytes(most)})")


def make_debian(build: Build) -> None:
    """Make the package, with zstd: packed in seconds, unpacked in one."""
    build.out.mkdir(exist_ok=True)
    tree = build.work / "debian"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(build.program, tree / "opt" / NAME, symlinks=True)
    _link_programs(tree / "usr" / "bin")
    _copy(_LINUX / f"{NAME}.desktop", tree / "usr" / "share" / "applications" / f"{NAME}.desktop")
    icons = tree / "usr" / "share" / "icons" / "hicolor" / "256x256" / "apps"
    _copy(build.prepared / "icon.png", icons / f"{NAME}.png")
    _write_documents(build, tree / "usr" / "share" / "doc" / NAME)
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(
        control(build, needs_of(build.program).depends, size_of(tree)), "utf-8"
    )
    _set_modes(tree)
    set_times(tree, build.epoch)
    words: list[str | Path] = [
        "--root-owner-group",
        "-Zzstd",
        f"-z{_ZSTD_LEVEL}",
        "--build",
        tree,
        debian_path(build),
    ]
    run(["dpkg-deb", *words], env=build.surroundings())


def control(build: Build, depends: str, size: int) -> str:
    """Write what the package says of itself; ``size`` is in bytes."""
    return (
        f"Package: {NAME}\n"
        f"Version: {build.label}\n"
        f"Architecture: {_ARCHITECTURES[platform.machine()]}\n"
        "Maintainer: Di Tung Nha <noreply@ditungnha.invalid>\n"
        f"Installed-Size: {-(-size // 1024)}\n"
        f"Depends: {', '.join((depends, *_DATA))}\n"
        f"Recommends: {', '.join(sorted(OPTIONAL.values()))}\n"
        "Section: misc\n"
        "Priority: optional\n"
        "Description: Đi Từng Nhà: sổ tay của nhân viên thu BHXH, BHYT\n"
        " Danh sách đến hạn, kết quả từng lần đến, biên lai trong một sổ mã hoá, không cần mạng;\n"
        " có mạng thì đồng bộ với máy chủ của cơ quan BHXH.\n"
    )


def _link_programs(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in (WINDOWED, COMMANDS):
        (folder / name).symlink_to(f"../../opt/{NAME}/{name}")


def _write_documents(build: Build, folder: Path) -> None:
    folder.mkdir(parents=True)
    text = f"Giấy phép của mọi phần đi kèm: /opt/{NAME}/licences/LICENCES.txt\n"
    (folder / "copyright").write_text(text, "utf-8")
    changes = (build.root / "CHANGELOG.md").read_bytes()
    (folder / "changelog.gz").write_bytes(gzip.compress(changes, mtime=build.epoch))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True)
    shutil.copyfile(source, target)


def _set_modes(tree: Path) -> None:
    """Let everybody read, nobody but root write, whatever the builder's habits are."""
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(0o755 if runs else 0o644)


def make_portable(build: Build) -> None:
    """Make the tar: unpacked anywhere, it runs from there; gzip, for every system opens that by itself."""
    build.out.mkdir(exist_ok=True)
    with (
        portable_path(build).open("wb") as file,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=build.epoch) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in sorted((build.program, *build.program.rglob("*"))):
            name = f"{NAME}-{build.label}/{path.relative_to(build.program)}".rstrip("/.")
            archive.add(
                path, name, recursive=False, filter=lambda entry: _owned_by_nobody(entry, build.epoch)
            )


def _owned_by_nobody(entry: tarfile.TarInfo, epoch: int) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = epoch
    runs = entry.isdir() or bool(entry.mode & 0o100)
    entry.mode = 0o777 if entry.issym() else 0o755 if runs else 0o644
    return entry
