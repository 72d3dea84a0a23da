"""The page «Thu tiền»."""

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.refunding import RefundReceipt
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.cancelling import CancelDialog
from agent_app.ui.dialogs.giving_up import GiveUpDialog
from agent_app.ui.dialogs.refunding import RefundDialog
from agent_app.ui.pages.collect.draft_sheet import DraftSheet
from agent_app.ui.pages.collect.issued_sheet import IssuedSheet
from agent_app.ui.pages.collect.overview import Overview
from agent_app.ui.pages.collect.presenter import CollectPresenter
from agent_app.ui.pages.collect.receipt_presenter import Opened, ReceiptPresenter
from agent_app.ui.pages.collect.receipt_sheet import ReceiptSheet
from agent_app.ui.pages.collect.recent import RecentPresenter
from agent_app.ui.pages.collect.states import Drafted, Issued, Issuing, Missing
from agent_app.ui.pages.collect.transfer_sheet import TransferSheet
from agent_app.ui.pages.collect.transfers import Awaited, TransferPresenter, TransfersPresenter
from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.page import Page
from agent_app.ui.parts.pages import Pages
from agent_app.ui.places import Place
from agent_app.ui.printing.receipts import receipt_paper
from agent_app.ui.states import Failed

S = TypeVar("S", bound=QWidget)


class CollectView(Page):
    """Shows a draft, an issued receipt, an awaited transfer, a receipt of before, or the lists of both.

    ``returned`` goes back to the household of a draft, perhaps without one of those who were to pay.
    """

    returned = Signal(object, object)

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._bench = bench
        self.presenter, self.recent = CollectPresenter(bench, self), RecentPresenter(bench, self)
        self.transfers, self.transfer = TransfersPresenter(bench, self), TransferPresenter(bench, self)
        self.receipt = ReceiptPresenter(bench, self)
        layout = column(self)
        self.stack = Pages()
        layout.addWidget(self.stack)
        self.overview = Overview(bench.look)
        self.table = self.overview.table
        self.stack.addWidget(self.overview)
        self._writing: list[Button] = []
        self._forbidden = ""
        self._connect()

    @cached_property
    def draft(self) -> DraftSheet:
        """What is about to be paid; it and the other sheets are made when the first of their kind is seen."""
        sheet, presenter = DraftSheet(self._bench), self.presenter
        sheet.issue_asked.connect(presenter.issue)
        sheet.given_up.connect(self._on_given_up)
        sheet.payment.payer_filled.connect(presenter.fill_payer)
        sheet.payment.number_filled.connect(presenter.fill_number)
        sheet.payment.method_chosen.connect(presenter.choose_method)
        sheet.payment.account_chosen.connect(presenter.choose_account)
        sheet.questions.answered.connect(presenter.answer)
        sheet.questions.explained.connect(presenter.explain_overlap)
        sheet.questions.left_out.connect(self._on_left_out)
        return self._place(sheet, sheet.issue)

    @cached_property
    def issued(self) -> IssuedSheet:
        """A receipt that has just been issued."""
        sheet = IssuedSheet(self._bench.look)
        sheet.save_asked.connect(self.save_paper)
        sheet.print_asked.connect(self.print_paper)
        sheet.done.connect(self._on_done)
        sheet.home_asked.connect(self._on_home)
        return self._place(sheet)

    @cached_property
    def awaited(self) -> TransferSheet:
        """A transfer that is awaited."""
        sheet = TransferSheet(self._bench.look)
        sheet.done.connect(self._on_done)
        sheet.home_asked.connect(self._on_home)
        sheet.give_up_asked.connect(self.give_up_transfer)
        sheet.receipt_asked.connect(self._on_receipt_of_transfer)
        return self._place(sheet, sheet.give_up_button)

    @cached_property
    def opened(self) -> ReceiptSheet:
        """A receipt of before."""
        sheet = ReceiptSheet(self._bench.look)
        sheet.save_asked.connect(self.save_paper)
        sheet.print_asked.connect(self.print_paper)
        sheet.cancel_asked.connect(self.cancel_receipt)
        sheet.refund_asked.connect(self.refund_receipt)
        sheet.home_asked.connect(self._on_home)
        sheet.done.connect(self._on_closed)
        return self._place(sheet, sheet.cancel_button, sheet.refund_button)

    @property
    def issuing(self) -> bool:
        """Whether a receipt is on its way of which nobody knows yet what becomes."""
        return isinstance(self.presenter.state, Issuing)

    def seek(self, receipt_id: ReceiptId) -> None:
        """Show one receipt among the others."""
        self.presenter.finish()
        self.transfer.finish()
        self.receipt.finish()
        self.recent.seek(receipt_id)

    def set_active(self, *, active: bool) -> None:
        for presenter in (self.presenter, self.recent, self.transfers, self.receipt):
            presenter.set_active(active=active)
        if not active:
            for sheet in self.stack.findChildren(DraftSheet):
                sheet.payment.rest()
            self.overview.field.rest()

    def place_to_begin(self) -> QWidget:
        return self.overview.place_to_begin()

    def step_back(self) -> bool:
        """Leave what is done or looked at for what was there before; say whether there was anything."""
        if isinstance(self.presenter.state, Issuing):
            return True
        if self.presenter.drafted is not None:
            self._on_given_up()
            return True
        seen = isinstance(self.presenter.state, Issued) or self.transfer.awaited or self.receipt.opened
        self._finish()
        if seen:
            self.place_to_begin().setFocus()
        return bool(seen)

    def forbid_writing(self, why: str) -> None:
        self._forbidden = why
        for button in self._writing:
            button.forbid(why)

    def render_state(self, _state: object) -> None:
        """Show what is done now: a payment first, then what was opened, else the lists."""
        payment, transfer, receipt = self.presenter.state, self.transfer.state, self.receipt.state
        match payment, transfer, receipt:
            case (Drafted() | Issuing(), _, _):
                self.draft.show_state(payment)
                self.stack.setCurrentWidget(self.draft)
            case (Issued(), _, _):
                self.issued.show_state(payment)
                self.stack.setCurrentWidget(self.issued)
            case (_, Awaited(), _):
                self.awaited.show_state(transfer)
                self.stack.setCurrentWidget(self.awaited)
            case (_, _, Opened()):
                self.opened.show_state(receipt)
                self.stack.setCurrentWidget(self.opened)
            case _:
                failed = next((each.text for each in (transfer, receipt) if isinstance(each, Failed)), "")
                if failed:
                    self.overview.notice.tell(failed)
                self.stack.setCurrentWidget(self.overview)

    def save_paper(self) -> None:
        """Ask for the paper to be written to a file."""
        if self._seen is not None:
            self.file_wanted.emit(receipt_paper(self._seen))

    def print_paper(self) -> None:
        """Ask for the paper to be looked at and printed."""
        if self._seen is not None:
            self.paper_wanted.emit(receipt_paper(self._seen))

    def print_page(self) -> None:
        """Print the receipt that is seen."""
        self.print_paper()

    def cancel_receipt(self) -> None:
        """Ask what cancelling needs, and cancel."""
        opened = self.receipt.opened
        if opened is None:
            return
        former = opened.former if isinstance(opened.former, CancelReceipt) else None
        command = CancelDialog.ask(self, self._bench.look, opened.view, former)
        if command is not None:
            self.receipt.cancel(command)

    def refund_receipt(self) -> None:
        """Ask what a refund needs, and ask for it."""
        opened = self.receipt.opened
        if opened is None:
            return
        former = opened.former if isinstance(opened.former, RefundReceipt) else None
        command = RefundDialog.ask(self, self._bench.look, opened.view, opened.today, former)
        if command is not None:
            self.receipt.refund(command)

    def give_up_transfer(self) -> None:
        """Ask why a transfer is awaited no longer, and give it up."""
        awaited = self.transfer.awaited
        if awaited is None:
            return
        reason = GiveUpDialog.ask(self, self._bench.look, awaited.shown.followed.transfer)
        if reason is not None:
            self.transfer.give_up(reason)

    @property
    def _seen(self) -> Receipt | None:
        if isinstance(self.presenter.state, Issued):
            return self.presenter.state.receipt
        return self.receipt.opened.view.receipt if self.receipt.opened else None

    def _connect(self) -> None:
        for presenter in (self.presenter, self.transfer, self.receipt):
            presenter.state_changed.connect(self.render_state)
        self.presenter.awaited.connect(self.transfer.show)
        self.presenter.missed.connect(self._on_missed)
        self.recent.state_changed.connect(self.overview.show_receipts)
        self.transfers.state_changed.connect(self.overview.show_transfers)
        self.overview.search_wanted.connect(self.search_wanted)
        self.overview.found.connect(self.recent.find)
        self.overview.receipt_opened.connect(self.receipt.open)
        self.overview.transfer_opened.connect(self.transfer.open)

    def _place(self, sheet: S, *writing: Button) -> S:
        """Take in a sheet, whose ``writing`` buttons cannot be pressed while nothing may be written."""
        self.stack.addWidget(sheet)
        self._writing += writing
        for button in writing:
            button.forbid(self._forbidden)
        self.grown.emit(self)
        return sheet

    def _on_missed(self, missing: Missing) -> None:
        self.draft.lead_to(missing)

    def _finish(self) -> None:
        self.presenter.finish()
        self.transfer.finish()
        self.receipt.finish()

    def _on_given_up(self) -> None:
        drafted = self.presenter.drafted
        if drafted is not None:
            self.presenter.finish()
            self.returned.emit(drafted.draft.page.household.id, None)

    def _on_left_out(self, person_id: PersonId) -> None:
        drafted = self.presenter.drafted
        if drafted is not None:
            self.presenter.finish()
            self.returned.emit(drafted.draft.page.household.id, person_id)

    def _on_done(self) -> None:
        self._finish()
        self.place_wanted.emit(Place.TODAY)

    def _on_home(self) -> None:
        household_id = self._household()
        if household_id is not None:
            self._finish()
            self.household_opened.emit(household_id)

    def _household(self) -> HouseholdId | None:
        if self._seen is not None and not self.transfer.awaited:
            return self._seen.household_id
        return self.transfer.awaited.shown.followed.transfer.household_id if self.transfer.awaited else None

    def _on_receipt_of_transfer(self) -> None:
        awaited = self.transfer.awaited
        if awaited is not None:
            self.transfer.finish()
            self.receipt.open(awaited.shown.followed.transfer.id)

    def _on_closed(self) -> None:
        self.receipt.finish()
        self.table.setFocus()
