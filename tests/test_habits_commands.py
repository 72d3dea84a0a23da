import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def sourced(script: str) -> str:
    """What bash prints when it runs a line after reading scripts/environment.sh."""
    line = f". scripts/environment.sh; {script}"
    done = subprocess.run(
        ["bash", "-uc", line],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


def test_the_commands_install_the_uv_that_the_project_asks_for() -> None:
    series = sourced("echo $UV_SERIES")
    following = f"0.{int(series.split('.')[1]) + 1}"

    assert SETTINGS["tool"]["uv"]["required-version"] == f">={series},<{following}"


def test_a_package_that_is_not_there_is_missing() -> None:
    if sourced("command -v dpkg-query || true") == "":
        pytest.skip("packages are asked for on Debian only")

    assert sourced("missing_packages no-such-package-anywhere libc6") == "no-such-package-anywhere"


def test_debians_own_python_brings_its_library_for_the_installer(tmp_path: Path) -> None:
    for prefix in ("/usr", "/opt/python"):
        python = tmp_path / prefix.strip("/").replace("/", "-")
        python.write_text(
            f"#!/bin/sh\ncase $2 in *base_prefix*) echo {prefix} ;; *) echo libpython3.11 ;; esac\n", "utf-8"
        )
        python.chmod(0o755)

    assert sourced(f"shared_python {tmp_path}/usr") == "libpython3.11"
    assert sourced(f"shared_python {tmp_path}/opt-python") == ""


def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)

    assert Path(sourced(f"PYTHON={old}; find_python")) != old


@pytest.mark.parametrize(
    "name",
    [
        "scripts/test",
        "scripts/demo",
        "scripts/evening-day",
        "scripts/week",
        ".ci/run",
        "scripts/environment.sh",
    ],
)
def test_the_commands_are_well_formed(name: str) -> None:
    command = ["bash", "-n", str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stderr == ""


@pytest.mark.parametrize(
    "name", ["scripts/test", "scripts/demo", "scripts/evening-day", "scripts/week", ".ci/run"]
)
def test_git_keeps_the_commands_executable(name: str) -> None:
    listing = subprocess.run(
        ["git", "ls-files", "--stage", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert listing.stdout.startswith("100755 ")


def test_ci_runs_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]

    assert commands == ['exec "$(dirname "${BASH_SOURCE[0]}")/../scripts/test"']
