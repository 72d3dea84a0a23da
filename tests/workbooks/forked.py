"""The reading process as a copy of this one: hundreds of files a second, and its death is still its own."""

import os
import signal
import sys
from pathlib import Path
from subprocess import Popen
from typing import BinaryIO, Self, cast

from agent_app.workbooks import child
from agent_app.workbooks.extraction import Extraction


class _Fork:
    """Stands for ``Popen``, as far as the extraction needs one."""

    def __init__(self, path: Path, seconds: int) -> None:
        read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(write, 1)
            os.close(read)
            os.close(write)
            _read(path, seconds)
        os.close(write)
        self.stdout: BinaryIO = os.fdopen(read, "rb")

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.stdout.close()
        os.waitpid(self.pid, 0)


def _read(path: Path, seconds: int) -> None:
    """Do what the reading process does, and end without anything of the test run's."""
    code = 1
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        sys.stdout = os.fdopen(1, "w")
        vars(child)["MEMORY"] = 1 << 40
        code = child.main([str(path), str(seconds)])
    finally:
        os._exit(code)


class ForkedExtraction(Extraction):
    """Takes the cells out of a file in a fork."""

    __slots__ = ()

    def _start(self, path: Path) -> "Popen[bytes]":
        return cast("Popen[bytes]", _Fork(path, self.seconds))
