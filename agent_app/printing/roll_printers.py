"""The printers of rolls: on the net, a file that the system prints from, on USB, on a serial cable."""

import errno
import os
import re
import socket
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from agent_app.services.ports import SendBytes
from agent_app.services.print_failures import (
    PrintPartMissingError,
    RollAddressError,
    RollPrinterMissingError,
)

_PART = "python-escpos"
_NET_PORT = 9100
_SPEED = 9600
_SECONDS = 8
_TO_A_DEVICE = (
    os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
)
"""How a device is opened: never made, never cut short, never waited for while nobody reads from it."""

_Parts = Mapping[str, str | None]
# The library has no types; what it gives is asked for no more than ``open``, ``_raw`` and ``close``.
_Device = Any


class EscposPrinters:
    """Fulfils ``ports.RollPrinters``; python-escpos is loaded for USB and cables only."""

    @contextmanager
    def reach(self, address: str) -> Iterator[SendBytes]:
        """Open a printer, and let go of it afterwards."""
        opened = _opened(address)
        with opened as send:
            yield send


def _opened(address: str) -> AbstractContextManager[SendBytes]:
    kind, _, rest = address.partition(":")
    pattern, way = _WAYS.get(kind, (None, None))
    found = pattern.fullmatch(rest) if pattern else None
    if found is None or way is None:
        raise RollAddressError(address)
    try:
        return way(found.groupdict())
    except (OSError, ValueError, OverflowError) as error:
        raise RollPrinterMissingError(address) from error


def _net(at: _Parts) -> AbstractContextManager[SendBytes]:
    connection = socket.create_connection((at["host"], int(at["port"] or _NET_PORT)), _SECONDS)

    @contextmanager
    def lent() -> Iterator[SendBytes]:
        with connection:
            yield connection.sendall

    return lent()


def _file(at: _Parts) -> AbstractContextManager[SendBytes]:
    device = os.open(at["path"] or "", _TO_A_DEVICE)
    try:
        _refuse_what_prints_nothing(device)
    except OSError:
        os.close(device)
        raise
    file = os.fdopen(device, "wb", buffering=0)

    @contextmanager
    def lent() -> Iterator[SendBytes]:
        with file:
            yield lambda content: _write_all(file.write, content)

    return lent()


def _refuse_what_prints_nothing(opened: int) -> None:
    """Take a device, or a pipe that somebody reads, and wait for it from now on; a disk or a file is none."""
    mode = os.fstat(opened).st_mode
    if not (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
    if os.name == "posix":
        os.set_blocking(opened, True)


def _write_all(write: Callable[[bytes], int | None], content: bytes) -> None:
    """Write to a device that takes a part at a time."""
    while content:
        content = content[write(content) or 0 :]


def _usb(at: _Parts) -> AbstractContextManager[SendBytes]:
    numbers = int(at["vendor"] or "", 16), int(at["product"] or "", 16)
    return _through_library("Usb", *numbers, timeout=1000 * _SECONDS)


def _serial(at: _Parts) -> AbstractContextManager[SendBytes]:
    return _through_library("Serial", at["line"], int(at["speed"] or _SPEED), timeout=_SECONDS)


def _through_library(
    name: str, *arguments: int | str | None, timeout: int
) -> AbstractContextManager[SendBytes]:
    try:
        from escpos import exceptions, printer  # noqa: PLC0415 (an optional part, and slow to load)
    except ImportError as error:
        raise PrintPartMissingError(_PART) from error
    try:
        device: _Device = getattr(printer, name)(*arguments, timeout=timeout)
        device.open()
    except RuntimeError as error:  # the library's own part for this way is missing
        raise PrintPartMissingError(_PART) from error
    except exceptions.Error as error:
        raise OSError(str(error)) from error

    @contextmanager
    def lent() -> Iterator[SendBytes]:
        try:
            yield device._raw  # noqa: SLF001 (its one way to send what is set already)
        finally:
            with suppress(OSError):
                device.close()

    return lent()


_WAYS: Mapping[str, tuple[re.Pattern[str], Callable[[_Parts], AbstractContextManager[SendBytes]]]] = {
    "net": (re.compile(r"(?P<host>[\w.-]+)(:(?P<port>\d{1,5}))?"), _net),
    "file": (re.compile(r"(?P<path>.+)"), _file),
    "usb": (re.compile(r"(?P<vendor>[0-9a-fA-F]{1,4}):(?P<product>[0-9a-fA-F]{1,4})"), _usb),
    "serial": (re.compile(r"(?P<line>[^:]+)(:(?P<speed>\d{3,7}))?"), _serial),
}
