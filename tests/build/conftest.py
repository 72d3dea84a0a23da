"""A build of a small tree of its own, and a program that is a few lines of shell."""

import os
import subprocess
from pathlib import Path

import pytest

from scripts.installer.build import Build

VERSION = "1.2.3"
_CHECKS = "echo '1. một bước: đạt'\necho 'Tự kiểm đạt cả 1 bước.'"


def git(root: Path, *words: str) -> None:
    """Run git as nobody in particular."""
    who = {f"GIT_{role}_{what}": "thử" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], cwd=root, env=os.environ | who, check=True, capture_output=True)


def write_program(folder: Path, gui: str = _CHECKS) -> None:
    """Put two programs there that say what a program says of itself."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, script in (("agent-app", f"echo 'agent-app, version {VERSION}'"), ("agent-app-gui", gui)):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (folder / name).chmod(0o755)
    (folder / "_internal").mkdir(exist_ok=True)
    (folder / "_internal" / "tệp.txt").write_text("một phần", "utf-8")
    (folder / "_internal" / "link.txt").unlink(missing_ok=True)
    (folder / "_internal" / "link.txt").symlink_to("tệp.txt")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout without changes or tags."""
    root = tmp_path / "tree"
    (root / "agent_app").mkdir(parents=True)
    (root / "agent_app" / "__init__.py").write_text(f'__version__ = "{VERSION}"\n', "utf-8")
    (root / "CHANGELOG.md").write_text(f"# Thay đổi\n\n## {VERSION} (chưa phát hành)\n", "utf-8")
    (root / ".gitignore").write_text("/build/\n/dist/\n", "utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", "Begin")
    return root


@pytest.fixture
def build(tree: Path) -> Build:
    """A build of it with a program that is frozen already."""
    found = Build.of(tree)
    write_program(found.program)
    found.prepared.mkdir()
    (found.prepared / "icon.png").write_bytes(b"png")
    found.out.mkdir()
    return found
