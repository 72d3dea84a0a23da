"""Whether a frozen program runs on nothing but what was installed with it."""

import sys
from importlib.util import find_spec
from pathlib import Path
from ssl import create_default_context

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from agent_app.self_check.failure import require

_MAPS = Path("/proc/self/maps")


def refuse_strangers() -> None:
    """Refuse modules, and libraries of Python or Qt, that come from elsewhere."""
    inside = Path(sys.executable).resolve().parent
    files = {Path(file).resolve() for each in tuple(sys.modules.values()) if (file := _file_of(each))}
    strangers = strangers_in(files | _mapped(), inside)
    require(not strangers, f"Chương trình dùng phần ở nơi khác: {', '.join(map(str, strangers))}")


def find_sleeping_parts() -> None:
    """See that what no other step wakes is there: certificates of the world, the way to the keyring."""
    create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    name = {"win32": "Windows", "darwin": "macOS"}.get(sys.platform, "SecretService")
    found = find_spec(f"keyring.backends.{name}") is not None
    require(found, f"Chương trình thiếu phần nói chuyện với kho khoá của hệ điều hành ({name})")


def strangers_in(files: set[Path], inside: Path) -> list[Path]:
    """Return those that do not lie in a folder."""
    return sorted(each for each in files if not each.is_relative_to(inside))


def _file_of(module: object) -> str | None:
    file = getattr(module, "__file__", None)
    # Some modules name a file that only their author had; what is not there was not loaded.
    return file if isinstance(file, str) and Path(file).is_file() else None


def _mapped() -> set[Path]:
    """Find the libraries of Python and Qt that are loaded, where the system tells."""
    if not _MAPS.exists():
        return set()
    named = {line.split(maxsplit=5)[-1] for line in _MAPS.read_text("utf-8").splitlines() if "/" in line}
    return {Path(each) for each in named if _is_ours(Path(each).name)}


def _is_ours(name: str) -> bool:
    return (
        name.startswith(("libpython", "libQt6", "libpyside6", "libshiboken6", "libicu"))
        or ".cpython-" in name
    )
