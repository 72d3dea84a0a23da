"""Shows the main job on a made-up commune: in a window, or as pictures where there is no display."""

import argparse
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2

from agent_app.domain.calendar import civil_date
from agent_app.domain.errors import AppError
from agent_app.domain.money import grouped
from agent_app.runtime.logs import start_logging, stop_logging
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.ui.choices import keep_auto_sync
from agent_app.ui.look import new_application
from agent_app.ui.qt_words import QtWords
from scripts.demo_cast import choose_cast
from scripts.demo_proof import check_home, read_books
from scripts.demo_stage import DemoError, Stage, fresh_folder, stage
from scripts.demo_walk import walk

_SHARP = 2.0
_START_WINDOW = "import sys; from agent_app.gui import run; sys.exit(run())"


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; 0 where everything came to what it must."""
    options = _options(arguments)
    began = time.monotonic()
    # To be told to end is like Ctrl+C: the window and the server end first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        folder = fresh_folder(options.out)
        say("Đang dựng một xã giả định, máy chủ của cơ quan BHXH và máy của nhân viên thu…")
        with stage(folder, options.seed, _today()) as ready:
            _introduce(ready)
            if options.walk or not has_display():
                _walk(ready)
            else:
                _open_window(ready)
    except DemoError as error:
        return _fail(str(error))
    except AppError as error:
        return _fail(sentence(error))
    except subprocess.TimeoutExpired as error:
        return _fail(f"Lệnh này chạy quá {error.timeout:.0f} giây: {error.cmd}")
    except KeyboardInterrupt:
        return _fail("Đã dừng.")
    say(f"Xong sau {time.monotonic() - began:.0f} giây.")
    return 0


def _fail(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1


def say(words: str) -> None:
    """Tell whoever watches, at once."""
    print(words, flush=True)


def has_display() -> bool:
    """Whether a window could be seen here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("scripts/demo", description=__doc__)
    parser.add_argument("--seed", type=int, default=7, help="which made-up commune (default: 7)")
    parser.add_argument("--out", type=Path, default=Path("demo-output"), help="where everything is put")
    parser.add_argument("--walk", action="store_true", help="take pictures even where there is a display")
    return parser.parse_args(arguments)


def _today() -> date:
    return civil_date(datetime.now(UTC))


def _introduce(ready: Stage) -> None:
    commune = ready.commune
    say(
        f"{commune.name}: {len(commune.households)} hộ, {len(commune.people)} người, "
        f"{len(commune.due)} dòng đến hạn tháng {commune.month[5:]}/{commune.month[:4]}. "
        "Không có ai là người thật.\n"
        f"  Danh sách của tháng: {ready.due_list}\n"
        f"  Máy chủ: {ready.url}\n"
        f"  Sổ trên máy: {ready.home}\n"
        f"  Mật khẩu: {ready.password()}"
    )


def _open_window(ready: Stage) -> None:
    say(
        "Cửa sổ đang mở. Bấm «Nhập danh sách…» rồi chọn tệp danh sách của tháng ở trên. "
        "Máy chủ chạy đến khi anh/chị đóng cửa sổ."
    )
    # In a process of its own, as an agent starts it; Ctrl+C here ends both and the server.
    words = ["--home", str(ready.home), "--password-file", str(ready.password_file)]
    failed = subprocess.run([sys.executable, "-c", _START_WINDOW, *words], check=False).returncode
    if failed:
        raise DemoError(f"Cửa sổ đã đóng vì lỗi (mã {failed}), xem {Home(ready.home).logs}.")
    say("Tiền mà cơ quan BHXH đã biết:")
    say(ready.office("money").strip())


def _walk(ready: Stage) -> None:
    # Qt reads these when the application is made: no display is asked for, nobody's settings are touched.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["XDG_CONFIG_HOME"] = str(ready.folder / "config")
    app = new_application("demo")
    app.setQuitOnLastWindowClosed(False)
    app.installTranslator(QtWords(app))
    # The walk itself says when to exchange.
    keep_auto_sync(by_itself=False)
    start_logging(Home(ready.home))
    try:
        day = walk(ready, choose_cast(ready.commune), _Steps())
    finally:
        stop_logging()
    for path in day.papers:
        say(f"Biên lai trên giấy: {path}, ảnh {render(path)}")
    _prove(ready, sum(day.taken))


class _Steps:
    """Says each step with its number."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, words: str) -> None:
        self._number += 1
        say(f"{self._number:3}. {words}")


def render(paper: Path) -> Path:
    """Draw the first page of a PDF, for those who cannot open one here."""
    document = pypdfium2.PdfDocument(paper)
    try:
        target = paper.with_suffix(".png")
        document[0].render(scale=_SHARP).to_pil().save(target)
    finally:
        document.close()
    return target


def _prove(ready: Stage, clicked: int) -> None:
    books = read_books(ready, clicked)
    say("Tiền ở từng nơi:")
    for name, money in books.named().items():
        say(f"  {name:<20} {grouped(money):>12} đ")
    say(f"Bốn nơi khớp nhau: {grouped(books.agreed())} đ. {check_home(ready)}")


if __name__ == "__main__":
    sys.exit(main())
