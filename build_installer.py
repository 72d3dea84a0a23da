"""Builds the installer for this system: ``python build_installer.py [STEP…]``; ``--help`` names the steps.

Python from 3.11 on starts it, without a library; what it needs is fetched into ``build/environment`` first.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / "build" / "environment"
_LINUX = ". scripts/environment.sh && prepare_environment installer"
_WHAT = ["--locked", "--no-default-groups", "--group", "installer", "--extra", "desktop", "--extra", "roll"]


def main(arguments: list[str]) -> int:
    """Prepare, then take the steps with the environment's own Python."""
    # Whoever has an environment at hand builds with the Python below it.
    base = Path(getattr(sys, "_base_executable", sys.executable))
    surroundings = {**os.environ, "PYTHON": str(base), "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT)}
    if sys.platform == "linux":
        prepare = ["bash", "-uc", _LINUX]
    else:
        prepare = ["uv", "sync", *_WHAT, "--no-install-project", "--python", str(base)]
    if subprocess.run(prepare, cwd=ROOT, env=surroundings, check=False).returncode:
        return 1
    folder, name = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    command = [str(ENVIRONMENT / folder / name), "-m", "scripts.installer.steps", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
