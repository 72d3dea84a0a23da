"""What a helper may see of a home: versions, sizes, codes and ids, and nothing of a person."""

import json
import platform
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import agent_app
from agent_app.runtime.paths import Home

_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_LONG_NUMBER = re.compile(r"\d[\d .\-]{6,}\d")
_OUTSIDE_ASCII = re.compile(r"\S*[^\x00-\x7F]\S*")
_INSTANT = re.compile(r"[\d:.T+-]{19,35}")
_MODULE = re.compile(r"agent_app[.a-z_0-9]*")
_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})
_MASK = "***"
_OWN_FILES = re.compile(
    r"(store\.db|keys\.(json|lock)|tries\.json|device\.key|receipts\.jnl|(home|window|init)\.lock|reserve\.bin)"
    r"([.-](new|wal|shm|journal|restored|rescued|taken-out|torn-\d+"
    r"|(swap|before-restore|before-rescue)-\d+(-\d+)*))*"
    r"|backups/(\d+-[0-9a-f-]+\.(dtnbak|draft|copy|copy-journal|db|new)|backup\.lock)"
    r"|logs/agent-app\.jsonl(\.\d+)?"
)


def write_bundle(target: Path, home: Home, facts: Mapping[str, object]) -> None:
    """Write the archive; ``facts`` are what the open store tells, codes and ids only."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("program.json", _json(_program()))
        archive.writestr("files.json", _json(_files(home)))
        archive.writestr("store.json", _json(facts))
        archive.writestr("log.jsonl", "".join(f"{line}\n" for line in _log(home)))


def scrubbed(text: str) -> str:
    """Take out whatever could be a name, a number of a person or a phone; ids stay."""
    kept = _ID.findall(text)
    blank = _ID.sub("\x00", text)
    masked = _LONG_NUMBER.sub(_MASK, _OUTSIDE_ASCII.sub(_MASK, blank))
    for each in kept:
        masked = masked.replace("\x00", each, 1)
    return masked


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, indent=1, default=str)


def _program() -> dict[str, str]:
    return {
        "version": agent_app.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "frozen": str(bool(getattr(sys, "frozen", False))),
    }


def _files(home: Home) -> dict[str, object]:
    """Name our own files with their sizes; what others have put beside them is only counted."""
    own: dict[str, object] = {}
    others = 0
    for path in sorted(each for each in home.folder.rglob("*") if each.is_file()):
        name = path.relative_to(home.folder).as_posix()
        if _OWN_FILES.fullmatch(name):
            own[name] = path.stat().st_size
        else:
            others += 1
    return {"files": own, "others": others}


def _log(home: Home) -> Iterator[str]:
    paths = sorted(home.logs.glob("agent-app.jsonl*"), reverse=True)
    for path in paths:
        for text in path.read_text("utf-8", errors="replace").splitlines():
            line = _log_line(text)
            if line is not None:
                yield line


def _log_line(text: str) -> str | None:
    """Keep the program's own words and the ids of a line: what was put into the words is not ours to show."""
    try:
        value = json.loads(text)
        at, level, logger = str(value["at"]), str(value["level"]), str(value["logger"])
        if not (_INSTANT.fullmatch(at) and level in _LEVELS and _MODULE.fullmatch(logger)):
            return None
        kept: dict[str, object] = {"at": at, "level": level, "logger": logger}
        kept["words"] = scrubbed(str(value.get("words", "")))
        kept["ids"] = _ID.findall(str(value["message"]))
        if "trace" in value:
            kept["error"] = scrubbed(str(value["error"]))
            kept["trace"] = [_place(str(each)) for each in value["trace"]]
    except (ValueError, KeyError, TypeError):
        return None
    return json.dumps(kept)


def _place(where: str) -> str:
    """Name a place in a module without the folders above it: they may bear a person's name."""
    return scrubbed(re.split(r"[\\/]", where)[-1])
