"""The files of the repository that checks look at: what git has or would take."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def tracked_files(named: list[str] | None = None) -> list[Path]:
    """Return the named files, else all that git knows or would add, in a fixed order."""
    if named:
        return sorted(Path(name).resolve() for name in named)
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    paths = {ROOT / name for name in listing.stdout.decode().split("\0") if name}
    return sorted(path for path in paths if path.is_file())


def shown(path: Path) -> str:
    """Write a path as seen from the repository's root, where it is inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def finish(faults: list[str], done: str) -> None:
    """Print the faults and leave with 1, or say what was found good."""
    if faults:
        print("\n".join(faults))
        sys.exit(1)
    print(done)
