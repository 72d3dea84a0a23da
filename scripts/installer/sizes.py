"""How large each part of the frozen program is, and what was left out."""

from collections.abc import Mapping
from pathlib import Path

from scripts.installer.build import Build, megabytes, say
from scripts.installer.contents import LEFT_OUT
from scripts.installer.origins import Origin, by_origin, placed_files

_WORTH_A_LINE = 1_000_000


def sizes_of(build: Build) -> dict[str, int]:
    """Add up the bytes of each part, the largest first; links count nothing."""
    gathered = by_origin(placed_files(build))
    summed: dict[str, int] = {}
    for origin, places in gathered.items():
        name = _name(origin)
        summed[name] = summed.get(name, 0) + sum(_bytes(build.program / place) for place in places)
    return dict(sorted(summed.items(), key=lambda each: -each[1]))


def say_sizes(build: Build) -> None:
    """Print them, the small ones together, and the reasons of what is not there."""
    sizes = sizes_of(build)
    for line in table(sizes):
        say(line)
    say("  để lại ngoài:")
    for what, why in LEFT_OUT.items():
        say(f"    {what}: {why}")


def table(sizes: Mapping[str, int]) -> list[str]:
    """Write one line for each part that is worth it."""
    large = {name: size for name, size in sizes.items() if size >= _WORTH_A_LINE}
    small = sum(sizes.values()) - sum(large.values())
    lines = [f"  {megabytes(size):>9}  {name}" for name, size in large.items()]
    lines.append(f"  {megabytes(small):>9}  {len(sizes) - len(large)} phần nhỏ")
    lines.append(f"  {megabytes(sum(sizes.values())):>9}  tất cả")
    return lines


def _name(origin: Origin) -> str:
    return "thư viện của hệ thống" if origin.kind == "system" else f"{origin.name} {origin.version}"


def _bytes(path: Path) -> int:
    return 0 if path.is_symlink() or not path.exists() else path.stat().st_size
