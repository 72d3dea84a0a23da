"""One reading process for many files: hundreds a second, and its death is still its own."""

import io
import select
import subprocess
import sys
from pathlib import Path
from subprocess import Popen
from typing import IO, BinaryIO, Self, cast

from agent_app.workbooks import child
from agent_app.workbooks.extraction import Extraction

_SCRIPT = "from tests.workbooks.served import serve; serve()"


def serve() -> None:
    """Read the files whose names come in, one after another; answer with everything that is said of each."""
    out = sys.stdout.buffer
    for line in sys.stdin:
        answer = io.BytesIO()
        child.answer(answer, Path(line.rstrip("\n")))
        out.write(len(answer.getvalue()).to_bytes(8, "big") + answer.getvalue())
        out.flush()


class _Answer:
    """Stands for ``Popen``, as far as the extraction needs one."""

    def __init__(self, said: bytes) -> None:
        self.stdout: BinaryIO = io.BytesIO(said)

    def kill(self) -> None:
        """Leave the process that serves alone."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.stdout.close()


class Server:
    """The reading process and its deaths."""

    def __init__(self, seconds: int) -> None:
        self.seconds, self.deaths = seconds, 0
        self._process: Popen[bytes] | None = None

    def extraction(self) -> Extraction:
        """Take the cells out of files by this process."""
        server = self

        class Served(Extraction):
            __slots__ = ()

            def _start(self, path: Path) -> "Popen[bytes]":
                return cast("Popen[bytes]", _Answer(server.ask(path)))

        return Served(self.seconds)

    def ask(self, path: Path) -> bytes:
        """Return what is said of a file; nothing if that was the end of the process, or took too long."""
        process = self._process or Popen(
            [sys.executable, "-c", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{path}\n".encode())
        said = self._whole(process.stdout)
        if said is None:
            self.deaths += 1
            self.close()
        return said or b""

    def _whole(self, stream: IO[bytes]) -> bytes | None:
        said, wanted = b"", 8
        while len(said) < wanted:
            if not select.select([stream], [], [], self.seconds)[0] or not (more := stream.read(1 << 16)):
                return None
            said += more
            if len(said) >= 8:
                wanted = 8 + int.from_bytes(said[:8], "big")
        return said[8:]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
