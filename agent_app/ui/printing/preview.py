"""The dialog that shows a paper before it is printed or saved."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from agent_app.ui.bench import Bench
from agent_app.ui.keys import Slots, bind_keys
from agent_app.ui.parts.boxes import NONE, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.empty import Empty
from agent_app.ui.parts.labels import Elided, Text
from agent_app.ui.parts.working import Working
from agent_app.ui.printing.bar import LeavingBar
from agent_app.ui.printing.leaving import Leaving, LeavingPresenter, Left
from agent_app.ui.printing.options import PrintOptions
from agent_app.ui.printing.pages_view import PagesView
from agent_app.ui.printing.pressing import lay_out
from agent_app.ui.printing.previewing import Making, Offer, PreviewPresenter, Shown
from agent_app.ui.printing.target import ask_target
from agent_app.ui.printing.wanted import PaperWanted
from agent_app.ui.printing.words import size_words
from agent_app.ui.states import Failed
from agent_app.ui.words import _

_SIZE = QSize(1180, 700)
_BESIDE = 40


class PreviewDialog(QDialog):
    """Shows the pages, and how they will be printed; it closes when the paper is at the printer."""

    def __init__(
        self, parent: QWidget | None, bench: Bench, leaving: LeavingPresenter, wanted: PaperWanted
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(wanted.title)
        self._leaving = leaving
        self.presenter = PreviewPresenter(bench, leaving.printers, wanted, self)
        self._build(bench)
        self._connect()
        self._bind_keys()
        room = self.screen().availableSize() if parent is None else parent.window().size()
        self.resize(min(_SIZE.width(), room.width() - _BESIDE), min(_SIZE.height(), room.height() - _BESIDE))
        self.presenter.begin()

    def choose_target(self) -> Path | None:
        """Let the agent say where the PDF goes; a test answers in its place."""
        return ask_target(self, self.presenter.wanted)

    def ask_printer(self, printer: QPrinter) -> bool:
        """Let the agent choose in the system's dialog; a test answers in its place."""
        return QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted

    def print(self) -> None:
        """Print on the printer that is chosen, or ask for one."""
        if not isinstance(self.presenter.state, Shown) or not self.options.print_button.isEnabled():
            return
        choice = self.options.choice
        if choice.printer:
            self._leaving.print(self.presenter.wanted, choice)
        else:
            self._print_elsewhere()

    def save(self) -> None:
        """Ask where to and write the PDF."""
        if isinstance(self.presenter.state, Shown) and (path := self.choose_target()) is not None:
            self._leaving.save(self.presenter.wanted, path, self.options.choice.copies)

    def render_state(self, state: object) -> None:
        """Show the paper, or how far it is, or why there is none."""
        shown = isinstance(state, Shown)
        match state:
            case Making(progress):
                self.working.tell(_("Đang soạn giấy tờ"), progress)
                self.stack.setCurrentWidget(self.waiting)
            case Shown():
                self.options.show_size(size_words(state.sizes[0]), len(state.sizes))
                self.stack.setCurrentWidget(self.view)
                self.view.show_pages(state.sizes)
                self.view.setFocus()
            case Failed(text):
                self.failed.title.setText(_("Chưa xem được giấy tờ này"))
                self.failed.say(text)
                self.stack.setCurrentWidget(self.failed)
        self.options.allow(allowed=shown and not self._leaving.busy)
        self._name_page()

    def show_offer(self, offer: Offer) -> None:
        """Show how the paper may be printed."""
        self.options.show_offer(offer)

    def show_leaving(self, state: object) -> None:
        """Let nothing be pressed while the paper leaves, and go when it is at the printer."""
        self.options.allow(allowed=isinstance(self.presenter.state, Shown) and not isinstance(state, Leaving))
        if isinstance(state, Left) and state.printed:
            self.accept()

    def done(self, result: int) -> None:
        self.presenter.stop()
        self._leaving.forget()
        super().done(result)

    def _print_elsewhere(self) -> None:
        """Let the system ask for the printer, and print there."""
        choice = self.options.choice
        printer = self._leaving.printers.blank(choice.printer)
        state = self.presenter.state
        if not isinstance(state, Shown):
            return
        lay_out(printer, choice.sheet.size or state.sizes[0])
        printer.setCopyCount(choice.copies)
        if self.ask_printer(printer):
            copies = max(choice.copies if self.presenter.wanted.own_copies else 1, printer.copyCount())
            chosen = replace(choice, printer=printer.printerName(), copies=copies)
            self._leaving.print(self.presenter.wanted, chosen, printer)

    def _build(self, bench: Bench) -> None:
        look = bench.look
        layout = row(self, (16, 16, 16, 16), 16)
        left, head = column(gap=8), row(gap=8)
        self.title, self.page = Elided(self.presenter.wanted.title, "section"), Text(role="soft")
        head.addWidget(self.title, 1)
        head.addWidget(self.page)
        for button in self._zoom_buttons():
            head.addWidget(button)
        self.view, self.working = PagesView(look), Working()
        self.failed = Empty(look, "triangle-alert", "", "")
        self.waiting, self.stack = QWidget(), QStackedWidget()
        waiting = column(self.waiting)
        waiting.addStretch()
        waiting.addWidget(self.working)
        waiting.addStretch()
        for part in (self.waiting, self.view, self.failed):
            self.stack.addWidget(part)
        self.bar = LeavingBar(look, self._leaving, NONE)
        left.addLayout(head)
        left.addWidget(self.stack, 1)
        left.addWidget(self.bar)
        self.options = PrintOptions(look, self.presenter.wanted)
        layout.addLayout(left, 1)
        layout.addWidget(self.options)

    def _zoom_buttons(self) -> tuple[Button, ...]:
        self.smaller, self.larger = Button("\N{MINUS SIGN}", "quiet"), Button("+", "quiet")
        self.whole, self.fit = Button(_("100 %"), "quiet"), Button(_("Vừa bề ngang"), "quiet")
        self.smaller.setAccessibleName(_("Thu nhỏ"))
        self.larger.setAccessibleName(_("Phóng to"))
        return self.smaller, self.whole, self.larger, self.fit

    def _connect(self) -> None:
        view, options = self.view, self.options
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.drawn.connect(view.take)
        self.presenter.offered.connect(self.show_offer)
        self._leaving.state_changed.connect(self.show_leaving)
        view.missing.connect(self.presenter.ask_page)
        view.turned.connect(self._name_page)
        self.smaller.clicked.connect(view.smaller)
        self.larger.clicked.connect(view.larger)
        self.whole.clicked.connect(self._on_whole)
        self.fit.clicked.connect(self._on_fit)
        self.working.cancelled.connect(self.reject)
        options.print_button.clicked.connect(self.print)
        options.ask_button.clicked.connect(self._print_elsewhere)
        options.save_button.clicked.connect(self.save)
        options.close_button.clicked.connect(self.reject)
        options.seek_button.clicked.connect(self.presenter.seek_printers)
        options.shape_chosen.connect(self.presenter.show_shape)

    def _bind_keys(self) -> None:
        view = self.view
        leaving: Slots = {"Ctrl+P": self.print, "Ctrl+S": self.save}
        zooming: Slots = {"Ctrl++": view.larger, "Ctrl+=": view.larger, "Ctrl+-": view.smaller}
        fitting: Slots = {"Ctrl+0": self._on_fit, "Ctrl+1": self._on_whole}
        turning: Slots = {"PgDown": self._on_next, "PgUp": self._on_previous}
        bind_keys(self, {**leaving, **zooming, **fitting, **turning})

    def _name_page(self) -> None:
        state = self.presenter.state
        pages = len(state.sizes) if isinstance(state, Shown) else 0
        words = _("Trang {page}/{pages}").format(page=self.view.page + 1, pages=pages)
        self.page.setText(words if pages else "")

    def _on_whole(self) -> None:
        self.view.zoom_to(1.0)

    def _on_fit(self) -> None:
        self.view.zoom_to(None)

    def _on_next(self) -> None:
        self.view.go(self.view.page + 1)

    def _on_previous(self) -> None:
        self.view.go(self.view.page - 1)
