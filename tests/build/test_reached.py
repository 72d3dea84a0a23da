"""A library of the system goes along only where something that is kept asks for it."""

from scripts.installer.reached import Entry, names_reached, reached

NEEDED = {
    "PySide6/Qt/lib/libQt6Gui.so.6": frozenset({"libglib-2.0.so.0", "libEGL.so.1"}),
    "libglib-2.0.so.0": frozenset({"libpcre2-8.so.0"}),
    "libpcre2-8.so.0": frozenset[str](),
    "libpixman-1.so.0": frozenset({"libm.so.6"}),
    "libpython3.11.so.1.0": frozenset({"libm.so.6"}),
    "libusb-1.0.so.0": frozenset({"libudev.so.1"}),
    "libudev.so.1": frozenset[str](),
    "_cffi_backend.cpython-311-x86_64-linux-gnu.so": frozenset({"libffi.so.8"}),
    "libffi.so.8": frozenset[str](),
}


def test_what_is_asked_for_at_any_remove_is_kept_and_the_rest_is_not() -> None:
    assert names_reached(NEEDED) == set(NEEDED) - {"libpixman-1.so.0"}


def test_libraries_that_need_each_other_are_not_kept_for_that() -> None:
    assert (
        names_reached({"liba.so": frozenset({"libb.so"}), "libb.so": frozenset({"liba.so"})}) == frozenset()
    )


def test_what_is_no_library_stays() -> None:
    held: list[Entry] = [("resources/a.txt", "/a.txt", "DATA"), ("libstray.so.1", "/nowhere", "BINARY")]

    assert reached(held) == held[:1]
