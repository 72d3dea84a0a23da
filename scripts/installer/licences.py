"""The licences of all that is passed on: their texts, a list of them, and how Qt is replaced."""

import platform
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from cyclonedx.spdx import is_expression, is_supported_id

from scripts.installer.build import Build, BuildError
from scripts.installer.origins import Origin, by_origin, placed_files

FOLDER = "licences"
_HERE = Path(__file__).parent
_TEXTS = _HERE / "licence_texts"
_TOLD = ("License-Expression", "License")
_NAMES = ("licen", "copying", "notice", "authors")
_HEAD = """Đi Từng Nhà: giấy phép của những phần đi kèm
============================================

Chương trình dùng những phần dưới đây. Văn bản giấy phép của từng phần nằm trong các thư mục cùng tên ở đây.

Qt và PySide6 theo LGPL 3 (licences/pyside6-essentials/): anh/chị được thay chúng bằng bản của mình.
  * Các thư viện của Qt là những tệp rời, liên kết động, trong _internal/PySide6/Qt/lib (libQt6*.so.6; trên
    Windows Qt6*.dll trong _internal/PySide6); PySide6 và Shiboken: _internal/PySide6, _internal/shiboken6.
  * Để thay: đóng chương trình, chép bản Qt hoặc PySide6 cùng số phiên bản chính và phụ (bản đang dùng ghi
    dưới đây) đè lên đúng những tệp ấy, rồi chạy `agent-app-gui --self-check`. Không tệp nào bị kiểm mã băm.
  * Không phần nào của chương trình cấm phân tích ngược để sửa lỗi khi thay Qt.
  * Mã nguồn: https://download.qt.io/archive/qt/ và https://download.qt.io/official_releases/QtForPython/,
    hoặc hỏi nơi đã trao bộ cài này: được gửi trong ba năm kể từ ngày nhận.

"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is passed on with the program; ``texts`` are the files of its licence."""

    kind: str
    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, Path], ...] = ()
    within: str = ""
    where: str = ""


@cache
def said() -> Mapping[str, Any]:
    """Read what we have found out about licences."""
    return tomllib.loads((_HERE / "licences.toml").read_text("utf-8"))


def write_licences(build: Build) -> None:
    """Put the texts and the list into the program's folder."""
    folder = build.program / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    parts = list(parts_of(build.root, by_origin(placed_files(build))))
    for part in parts:
        for name, source in part.texts:
            target = folder / part.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    (folder / "LICENCES.txt").write_text(_HEAD + "\n".join(map(_line, parts)) + "\n", "utf-8")


def _line(part: Part) -> str:
    inside = f" (trong {part.within})" if part.within else ""
    where = f", {part.where}" if part.where else ""
    return f"  {part.name} {part.version}".rstrip() + f"{inside}: {part.licence}{where}"


def parts_of(root: Path, origins: Iterable[Origin]) -> Iterator[Part]:
    """Name every part behind a program's files, in order; raise ``BuildError`` for one without licence."""
    found = sorted(set(origins), key=lambda each: (each.kind, each.name))
    for each in found:
        if each.kind == "library":
            yield library_part(distribution(each.name))
        elif each.kind == "system":
            yield _system_part(each)
        elif each.kind == "python":
            yield Part("python", "CPython", each.version, "PSF-2.0", (("LICENSE.txt", _python_licence()),))
    libraries = {_plain(each.name): each.version for each in found if each.kind == "library"}
    for held in said()["embedded"]:
        if held["within"] in libraries:
            version = libraries[held["within"]] if held.get("same_version") else ""
            yield Part("embedded", held["name"], version, held["licence"], (), held["within"], held["where"])
    for held in said()["resource"]:
        text = root / held["text"]
        yield Part("resource", held["name"], "", held["licence"], ((text.name, text),))


def library_part(library: Distribution) -> Part:
    """Find the licence and its texts of one library; raise ``BuildError`` where either is unknown."""
    name = _plain(library.name)
    texts = [*_own_texts(library), *((each, _TEXTS / each) for each in said()["texts"].get(name, ()))]
    if not texts:
        raise BuildError(f"Thư viện {name} không kèm văn bản giấy phép: ghi vào licences.toml, mục [texts].")
    return Part("library", name, library.version, _licence(name, library), tuple(texts))


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _licence(name: str, library: Distribution) -> str:
    told = library.metadata
    for each in (said()["licence"].get(name), *(told[each] for each in _TOLD if each in told)):
        if each and (is_supported_id(each) or is_expression(each)):
            return str(each)
    raise BuildError(f"Chưa rõ giấy phép của {name}: ghi vào licences.toml, mục [licence].")


def _own_texts(library: Distribution) -> Iterator[tuple[str, Path]]:
    for file in library.files or ():
        inside = file.parts[0].endswith(".dist-info")
        is_text = "licenses" in file.parts or file.name.lower().startswith(_NAMES)
        if inside and is_text and file.suffix != ".py":
            below = file.parts[2:] if file.parts[1] == "licenses" else file.parts[1:]
            yield "/".join(below), Path(str(library.locate_file(file)))


def _system_part(origin: Origin) -> Part:
    text = Path("/usr/share/doc") / origin.name / "copyright"
    texts = (("copyright", text),) if text.is_file() else ()
    if platform.system() == "Linux" and not texts:
        raise BuildError(f"Gói {origin.name} không kèm {text}.")
    return Part("system", origin.name, origin.version, "LicenseRef-Debian-copyright", texts)


def _python_licence() -> Path:
    for folder in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        for name in ("LICENSE.txt", "LICENSE"):
            if (folder / name).is_file():
                return folder / name
    raise BuildError("Không thấy văn bản giấy phép của Python.")
