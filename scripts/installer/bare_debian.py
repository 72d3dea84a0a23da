"""Installs the package by apt into the least Debian there is, without Python, and lets it check itself."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.installer.build import NAME, Build, BuildError, run, say
from scripts.installer.packages import debian_path

_MIRROR = "http://deb.debian.org/debian"
_NOBODYS = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}


def try_on_bare_debian(build: Build) -> None:
    """Make such a system in a temporary folder; needs root, debootstrap and the net."""
    if platform.system() != "Linux" or os.geteuid() != 0:
        raise BuildError("Bước này cần Linux và quyền root.")
    release = platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")
    with TemporaryDirectory(prefix="dtn-debian-") as folder:
        root = Path(folder)
        run(["debootstrap", "--variant=minbase", release, root, _MIRROR])
        shutil.copy(debian_path(build), root / "root" / "program.deb")
        shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
        with _processes_seen(root):
            _try_in(root)


def left_of(root: Path, brought: Sequence[str]) -> list[str]:
    """Name what a package has brought and its removal has left; folders that others use, too, stay."""
    there = [(each, root / each.lstrip("/")) for each in brought if each.strip("/.")]
    return [
        each
        for each, path in there
        if path.is_symlink() or path.is_file() or (path.is_dir() and NAME in each)
    ]


def _try_in(root: Path) -> None:
    if _inside(root, "sh", "-c", "command -v python3 || true").stdout:
        raise BuildError("Hệ thống trống này có Python.")
    _inside(root, "apt-get", "install", "-q", "-y", "--no-install-recommends", "/root/program.deb")
    done = _inside(root, "agent-app-gui", "--self-check")
    say("\n".join(f"    {line}" for line in done.stdout.splitlines()))
    if done.stderr:
        raise BuildError(f"Tự kiểm kêu: {done.stderr}")
    brought = _inside(root, "dpkg", "-L", NAME).stdout.splitlines()
    _inside(root, "apt-get", "purge", "-q", "-y", NAME)
    if left := left_of(root, brought):
        raise BuildError(f"Gỡ rồi còn: {', '.join(left[:10])}.")
    say("    Debian trống, không có Python: đã cài bằng apt, tự kiểm, gỡ")


def _inside(root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = ["chroot", str(root), *words]
    done = subprocess.run(
        command, env=_NOBODYS, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise BuildError(f"{words[0]} thoát với mã {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


@contextmanager
def _processes_seen(root: Path) -> Iterator[None]:
    run(["mount", "-t", "proc", "proc", root / "proc"])
    try:
        yield
    finally:
        run(["umount", root / "proc"])
