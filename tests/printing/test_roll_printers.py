"""Printers of rolls that are really there, or really not."""

import os
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agent_app.printing.raster import pages_in_dots
from agent_app.printing.roll_printers import EscposPrinters
from agent_app.services.ports import RollPrinters
from agent_app.services.print_failures import (
    PrintPartMissingError,
    RollAddressError,
    RollPrinterMissingError,
)

on_posix = pytest.mark.skipif(os.name != "posix", reason="devices are no files there")

PRINTERS: RollPrinters = EscposPrinters()
CONTENT = b"\x1b@\x1dv0" + bytes(range(256)) * 400


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A printer on the net that waits for one paper."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        yield server


def everything(server: socket.socket) -> bytes:
    """What one paper came to."""
    connection, _ = server.accept()
    with connection:
        return b"".join(iter(lambda: connection.recv(4096), b""))


def test_a_printer_on_the_net_gets_every_byte(listening: socket.socket) -> None:
    with ThreadPoolExecutor(1) as pool:
        got = pool.submit(everything, listening)
        with PRINTERS.reach(f"net:127.0.0.1:{listening.getsockname()[1]}") as send:
            send(CONTENT)

        assert got.result(20) == CONTENT


@on_posix
def test_a_pipe_that_the_system_prints_from_gets_every_byte(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reader, True)

    with ThreadPoolExecutor(1) as pool, os.fdopen(reader, "rb") as file:
        with PRINTERS.reach(f"file:{pipe}") as send:
            got = pool.submit(file.read)
            send(CONTENT)
        assert got.result(20) == CONTENT


@on_posix
def test_a_device_is_reached_and_says_when_it_takes_no_more() -> None:
    with PRINTERS.reach("file:/dev/null") as send:
        send(CONTENT)
    with PRINTERS.reach("file:/dev/full") as send, pytest.raises(OSError, match="No space left"):
        send(CONTENT)


def test_a_file_is_no_printer_and_stays_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "thu.txt"
    letter.write_bytes(b"Thua ba con")

    for path in (letter, tmp_path / "lp9", tmp_path):
        with pytest.raises(RollPrinterMissingError), PRINTERS.reach(f"file:{path}"):
            pass

    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("thu.txt", b"Thua ba con")]


@on_posix
def test_a_pipe_from_which_nobody_prints_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")

    with pytest.raises(RollPrinterMissingError), PRINTERS.reach(f"file:{tmp_path / 'lp0'}"):
        pass


@pytest.mark.parametrize(
    "address",
    ["", "net", "net:", "net:a b", "net:máy:9100:1", "usb:1234", "usb:zz:1", "printer", "serial:", "file:"],
)
def test_an_address_that_means_nothing_is_named(address: str) -> None:
    with pytest.raises(RollAddressError) as caught, PRINTERS.reach(address):
        pass

    assert caught.value.address == address


@pytest.mark.parametrize(
    "address",
    [
        "net:127.0.0.1:1",
        "net:127.0.0.1:99999",
        "serial:/dev/ttyNONE7",
        "file:/no/such/folder/lp0",
        "usb:dead:beef",
    ],
)
def test_a_printer_that_is_not_there_is_named(address: str) -> None:
    with pytest.raises(RollPrinterMissingError) as caught, PRINTERS.reach(address):
        pass

    assert caught.value.address == address


def test_without_the_optional_parts_it_is_said_which_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "escpos", None)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)

    with pytest.raises(PrintPartMissingError) as by_cable, PRINTERS.reach("usb:04b8:0e15"):
        pass
    with pytest.raises(PrintPartMissingError) as in_dots:
        list(pages_in_dots(b"", 1))

    assert (by_cable.value.part, in_dots.value.part) == ("python-escpos", "pypdfium2")


def test_the_net_needs_no_optional_part(monkeypatch: pytest.MonkeyPatch, listening: socket.socket) -> None:
    monkeypatch.setitem(sys.modules, "escpos", None)

    with ThreadPoolExecutor(1) as pool:
        got = pool.submit(everything, listening)
        with PRINTERS.reach(f"net:127.0.0.1:{listening.getsockname()[1]}") as send:
            send(b"slip")

        assert got.result(20) == b"slip"
