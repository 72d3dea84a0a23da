"""Builds ``power_cut.c``, and tells it when to cut the power or from when on the disk is full."""

import errno
import mmap
import os
import shutil
import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).with_name("power_cut.c")
# The numbers that all processes share, in the order of power_cut.c.
_FIELDS = (
    "calls",
    "cut_at",
    "fault_errno",
    "fault_mask",
    "fault_at",
    "faultable",
    "short_first",
    "sabotage",
    "recording",
)
_NUMBER = struct.Struct("<Q")
_ON_WRITE, _ON_GROW, _ON_NAME, _ON_SYNC = 1, 2, 4, 8


class CompilerMissingError(Exception):
    """There is no C compiler, or it cannot compile."""


def build(folder: Path) -> Path:
    """Compile the shim into a folder, and lay its shared numbers and its record beside it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise CompilerMissingError("Cần trình biên dịch C. Trên Debian: apt-get install gcc libc6-dev")
    library = folder / "power_cut.so"
    command = [compiler, "-O2", "-Wall", "-Wextra", "-shared", "-fPIC"]
    done = subprocess.run(
        [*command, "-o", str(library), str(SOURCE), "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CompilerMissingError(done.stderr)
    _control_of(library).write_bytes(bytes(_NUMBER.size * len(_FIELDS)))
    _record_of(library).touch()
    return library


def _control_of(library: Path) -> Path:
    return library.with_suffix(".control")


def _record_of(library: Path) -> Path:
    return library.with_suffix(".log")


@dataclass(slots=True)
class Shim:
    """One built shim; ``root`` is the folder that it looks after."""

    library: Path
    root: Path
    _control: mmap.mmap = field(init=False, repr=False)

    def __post_init__(self) -> None:
        with _control_of(self.library).open("rb+") as file:
            self._control = mmap.mmap(file.fileno(), 0)

    @property
    def record(self) -> Path:
        """Where the shim writes down what it sees."""
        return _record_of(self.library)

    @classmethod
    def at_work(cls) -> "Shim":
        """Find the one that this process runs on."""
        return cls(Path(os.environ["LD_PRELOAD"]), Path(os.environ["POWER_CUT_ROOT"]))

    def environment(self) -> dict[str, str]:
        """Return what makes a program run on the shim."""
        return {
            "LD_PRELOAD": str(self.library),
            "POWER_CUT_ROOT": str(self.root),
            "POWER_CUT_CONTROL": str(_control_of(self.library)),
            "POWER_CUT_LOG": str(self.record),
        }

    def record_until(self, cut_at: int = 0, *, sabotage: bool = False) -> None:
        """Begin a new record; the power goes at the n-th call, or never."""
        self._reset()
        os.truncate(self.record, 0)
        self._set(cut_at=cut_at, sabotage=sabotage, recording=1)

    def full_from(self, call: int = 0, *, short_first: bool = False) -> None:
        """Let the disk be full from the n-th call on that would need room; without one, count them."""
        self._reset()
        mask = _ON_WRITE | _ON_GROW | _ON_NAME
        number = errno.ENOSPC if call else 0
        self._set(fault_mask=mask, fault_at=call, short_first=short_first, fault_errno=number)

    def broken_from(self, call: int = 0) -> None:
        """Let no sync succeed from the n-th on; without one, count them."""
        self._reset()
        self._set(fault_mask=_ON_SYNC, fault_at=call, fault_errno=errno.EIO if call else 0)

    @property
    def calls(self) -> int:
        """How many calls there have been since the last order."""
        return self._get("calls")

    @property
    def faultable(self) -> int:
        """How many of them the ordered fault could have hit."""
        return self._get("faultable")

    def rest(self) -> None:
        """Record nothing, cut nothing, let nothing fail."""
        self._reset()

    def lift(self) -> None:
        """Let the disk be sound again, and the power stay."""
        self._reset()

    def _reset(self) -> None:
        self._set(**dict.fromkeys(_FIELDS, 0))

    def _set(self, **numbers: int) -> None:
        for name, number in numbers.items():
            _NUMBER.pack_into(self._control, _FIELDS.index(name) * _NUMBER.size, int(number))

    def _get(self, name: str) -> int:
        number: int = _NUMBER.unpack_from(self._control, _FIELDS.index(name) * _NUMBER.size)[0]
        return number
