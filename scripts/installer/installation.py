"""Installs what is given away into an empty root, lets it check itself, and removes it without leftovers."""

import os
import shutil
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.installer.build import NAME, Build, BuildError, run, say
from scripts.installer.packages import debian_path, portable_path
from scripts.installer.trial import try_out


def try_installation(build: Build) -> None:
    """Try the package, then the tar."""
    with TemporaryDirectory(prefix="dtn-root-") as root:
        say(f"  {debian_path(build).name} vào {root}")
        try_debian(build, Path(root))
    with TemporaryDirectory(prefix="dtn-tar-") as folder:
        say(f"  {portable_path(build).name} vào một thư mục có dấu và dấu cách")
        try_portable(build, Path(folder) / "Thư mục của tôi")


def try_debian(build: Build, root: Path) -> None:
    """Let dpkg install into a root of its own, and purge from it."""
    admin = root / "var" / "lib" / "dpkg"
    (admin / "info").mkdir(parents=True)
    (admin / "updates").mkdir()
    (admin / "status").touch()
    before = _paths(root)
    # The root holds nothing but the program: what it depends on is the real system's.
    dpkg = ["dpkg", f"--root={root}", "--force-depends", "--force-not-root", f"--log={root}/var/dpkg.log"]
    if os.geteuid() != 0:
        dpkg.insert(0, "fakeroot")
    run([*dpkg, "--install", debian_path(build)])
    installed = _paths(root)
    try_out(root / "opt" / NAME, build.version)
    _refuse_changes(installed, _paths(root), "chạy")
    for name in ("agent-app", "agent-app-gui"):
        target = (root / "usr" / "bin" / name).readlink()
        if not (root / "usr" / "bin" / target).is_file():
            raise BuildError(f"/usr/bin/{name} không dẫn đến đâu.")
    run([*dpkg, "--purge", NAME])
    left = _paths(root) - before
    if left:
        raise BuildError(f"Gỡ rồi còn: {', '.join(sorted(left)[:10])}")
    if NAME in (admin / "status").read_text("utf-8"):
        raise BuildError("Gỡ rồi mà dpkg vẫn ghi là có.")
    say("  đã cài, tự kiểm, gỡ: không còn gì sót lại")


def try_portable(build: Build, folder: Path) -> None:
    """Unpack, check, delete."""
    with tarfile.open(portable_path(build)) as archive:
        archive.extractall(folder, filter="data")
    program = folder / f"{NAME}-{build.label}"
    unpacked = _paths(folder)
    try_out(program, build.version)
    _refuse_changes(unpacked, _paths(folder), "chạy")
    shutil.rmtree(folder)
    say("  đã mở, tự kiểm, xoá: chương trình không ghi gì vào thư mục của nó")


def _refuse_changes(before: set[str], after: set[str], act: str) -> None:
    if before != after:
        raise BuildError(
            f"Chương trình {act} làm thay đổi thư mục cài: {', '.join(sorted(before ^ after)[:10])}"
        )


def _paths(root: Path) -> set[str]:
    """Every file and folder, without what dpkg notes for itself."""
    own = (root / "var",)
    return {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_relative_to(own[0])}
