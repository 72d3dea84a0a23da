import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from scripts.tracked import ROOT


def check(name: str, path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"scripts.{name}", str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("name", "file", "content", "fault"),
    [
        ("check_nfc", "a.md", unicodedata.normalize("NFD", "một\nhộ").encode(), "a.md:2: not NFC"),
        ("check_nfc", "a.md", "user \u202egnp.exe".encode(), "a.md:1: not NFC"),
        ("check_nfc", "a.csv", "Đặng".encode("cp1258", "replace") + b"\xd0", "not UTF-8 at byte"),
        ("check_files", "a.toml", b"a = \n", "a.toml: "),
        ("check_files", "a.yaml", b"a: [\n", "a.yaml: "),
        ("check_files", "a.py", b"a = 1", "must end with exactly one line end"),
        ("check_files", "a.bin", b"\0" * (3 * 1024 * 1024 + 1), "3,145,729 bytes are more than"),
        ("check_sizes", "a.py", b"a = 1\n" * 501, "file of 501 lines"),
        ("check_sizes", "a.py", b"class A:\n" + b"    a = 1\n" * 300, "class of 301 lines"),
    ],
)
def test_a_fault_is_named_and_fails_the_run(
    tmp_path: Path, name: str, file: str, content: bytes, fault: str
) -> None:
    (tmp_path / file).write_bytes(content)

    done = check(name, tmp_path / file)

    assert done.returncode == 1
    assert fault in done.stdout


@pytest.mark.parametrize("name", ["check_nfc", "check_files", "check_sizes"])
def test_a_good_file_passes(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.py").write_text('NAME = "Đặng Thị Ánh"\n', encoding="utf-8")

    assert check(name, tmp_path / "a.py").returncode == 0
