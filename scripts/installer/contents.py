"""What goes into the frozen program, and what is left out of it and why; the spec and the tests read this."""

import re
import sys
from pathlib import PurePath

WINDOWED, COMMANDS = "agent-app-gui", "agent-app"
INTERNAL = "_internal"

QT_MODULES = ("Core", "Gui", "Widgets", "PrintSupport", "Svg")
"""The modules of Qt that the program imports."""

QT_LIBRARIES = (*QT_MODULES, "DBus", "XcbQpa")
"""Those of its libraries that come along: the platforms need two more."""

QT_PLUGINS = {
    "platforms": ("qxcb", "qoffscreen", "qwindows", "qcocoa"),
    "platformthemes": ("qxdgdesktopportal",),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "imageformats": ("qsvg",),
    "printsupport": ("cupsprintersupport",),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
}
"""Windows on each system, a check without a screen, typing Vietnamese, pictures of styles, printing."""

LEFT_OUT = {
    "Qt: Qml, Quick, Network, Sql, OpenGL, EGL, Designer": "chương trình không dùng",
    "Qt: Wayland": "cửa sổ đi qua XWayland",
    "Qt: bản dịch": "Qt không có tiếng Việt, lời của Qt nằm trong agent_app/ui/qt_words.py",
    "Qt: ảnh JPEG, GIF, ICO; nền GTK; GL; TLS": "cửa sổ vẽ SVG, Qt có sẵn PNG, mạng dùng OpenSSL của Python",
    "Python: tkinter, unittest, pydoc, lib2to3, test": "không phần nào cần",
    "Pillow: AVIF, WebP, CMS, Tk": "giấy tờ chỉ có PNG và JPEG",
    "setuptools, pip": "đồ nghề của người dựng",
    "CUPS, GTK và thư viện của chúng": "hệ thống có của mình",
}

EXCLUDED_MODULES = (
    *("tkinter", "_tkinter", "unittest", "pydoc", "pydoc_data", "doctest", "lib2to3", "test", "idlelib"),
    *("setuptools", "pkg_resources", "pip", "distutils", "_pyrepl"),
    *("PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL._imagingtk", "PIL.ImageTk"),
    *("PySide6.QtNetwork", "PySide6.QtSql", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL"),
    *("numpy", "IPython", "psycopg", "fastapi", "provincial_server"),
)

COLLECTED_DATA = ("escpos",)
"""Packages whose data files nothing but their own code asks for."""

HIDDEN_MODULES = ("escpos.printer", "keyring.backends.SecretService", "keyring.backends.Windows")

_SYSTEMS_OWN = re.compile(
    r"lib(cups|gtk-3|gdk-3|gdk_pixbuf|pango|cairo|atk|atspi|avahi|gssapi|krb5|k5crypto|gnutls|epoxy|harfbuzz"
    r"|fribidi|thai|datrie|nettle|hogweed|p11-kit|tasn1|idn2|unistring|keyutils|com_err|Xcursor|Xdamage"
    r"|wayland|EGL|GL|tk|tcl)"
)
_QT_LIBRARY = re.compile(r"(?:lib)?Qt6(\w+?)(?:\.dll|\.so[.\d]*|\.dylib)?$")


def is_wanted(target: str) -> bool:
    """Tell whether a file that was found may go along; ``target`` is its place in the program."""
    path = PurePath(target.replace("\\", "/"))
    if "translations" in path.parts and "PySide6" in path.parts:
        return False
    if "plugins" in path.parts:
        kind, name = path.parts[-2], path.name.partition(".")[0].removeprefix("lib")
        return name in QT_PLUGINS.get(kind, ())
    qt = _QT_LIBRARY.match(path.name)
    if qt is not None:
        return qt.group(1) in QT_LIBRARIES
    if len(path.parts) == 1 and _SYSTEMS_OWN.match(path.name):
        return False
    return not path.name.startswith(("opengl32sw", "d3dcompiler", "libpyside6qml"))


def program(name: str) -> str:
    """Name a program's file on this system."""
    return f"{name}.exe" if sys.platform == "win32" else name
