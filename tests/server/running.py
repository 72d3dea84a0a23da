"""A provincial server on a real socket: on a thread of this process, or as a process of its own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from provincial_server.serving import Listener, Patience
from provincial_server.sync_service import SyncService

START_SECONDS = 30


@contextmanager
def serving(service: SyncService, patience: Patience | None = None) -> Iterator[str]:
    """Serve on a free port of loopback until the block ends; lends the address."""
    listener = Listener(service, "127.0.0.1", 0)
    listener.patience = patience or listener.patience
    ready = threading.Event()
    thread = threading.Thread(target=listener.run, args=(ready.set,))
    thread.start()
    try:
        assert ready.wait(START_SECONDS)
        yield listener.url
    finally:
        listener.stop()
        thread.join()


@contextmanager
def server_process(
    environment: Mapping[str, str], *more: str, stderr: Path = Path(os.devnull)
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``provincial-server serve`` on a free port; lends process and address; kills it at the end."""
    with stderr.open("wb") as complaints:
        process = _started(environment, more, complaints)
    try:
        assert process.stdout is not None
        # The line comes when the server is ready, or never, if it cannot start.
        line = process.stdout.readline()
        assert line, process.wait()
        yield process, line.split()[-1]
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def _started(
    environment: Mapping[str, str], more: tuple[str, ...], complaints: BinaryIO
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "provincial_server", "serve", "--port", "0", *more],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=complaints,
        text=True,
        encoding="utf-8",
    )
