"""Pictures of the page «Thu tiền»: drafts, questions, transfers, receipts and what undoes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError
from agent_app.domain.household import HouseholdId
from agent_app.domain.person_fields import PersonFields
from agent_app.domain.receipt import PaymentMethod
from agent_app.services.lines import DueFilter, MemberLine
from agent_app.services.offers import OfferWish
from agent_app.services.people_commands import AddPerson
from agent_app.services.ports import no_report
from agent_app.services.quotes import PaymentRequest
from agent_app.ui.dialogs.cancelling import CancelDialog
from agent_app.ui.dialogs.giving_up import GiveUpDialog
from agent_app.ui.dialogs.refunding import RefundDialog
from agent_app.ui.pages.collect.overview import TRANSFERS
from agent_app.ui.pages.collect.states import Drafted, Issued
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.places import Place
from scripts.demo_hand import picture
from scripts.demo_stage import DemoError

if TYPE_CHECKING:
    from scripts.screens import Scene

_YOUNGEST, _ELDEST = 9, 20
_MONTHS = 12
_PARTS = 2
_ISSUED, _AWAITED = "issued", "awaited"
_PUPIL, _PUPILS_AGE = "Lê Thị Ngọc Mai", 15


def draft(scene: Scene) -> QPixmap:
    """Show what a receipt is about to say, beside its paper, with the arithmetic unfolded."""
    _draft(scene, _free_home(scene, of_several=True))
    scene.window.collect.draft.summary.how.setChecked(True)
    scene.settle()
    return _leave(scene, picture(scene.window))


def questions(scene: Scene) -> QPixmap:
    """Ask of somebody who may be at school, and be told why a yes takes no money."""
    scene.window.show_draft(_draft_with_a_pupil(scene))
    _see_paper(scene)
    card = scene.window.collect.draft.questions
    if not card.questions:
        raise DemoError("Không có ai phải hỏi.")
    first = next(iter(card.questions.values()))
    scene.hand.click(first.choices.buttons[0])
    scene.settle(first.refusal.isVisible, "lời từ chối")
    return _leave(scene, picture(scene.window))


def transfer(scene: Scene) -> QPixmap:
    """Show the code of a transfer that is awaited."""
    _await_transfer(scene)
    taken = picture(scene.window)
    scene.window.collect.transfer.finish()
    return taken


def giving_up(scene: Scene) -> QPixmap:
    """Ask why a transfer is awaited no longer."""
    _await_transfer(scene)
    collect = scene.window.collect
    if collect.transfer.awaited is None:
        raise DemoError("Khoản chuyển chưa mở.")
    awaited = collect.transfer.awaited.shown.followed.transfer
    taken = _of_dialog(scene, GiveUpDialog(collect, scene.look, awaited))
    collect.transfer.finish()
    return taken


def transfers(scene: Scene) -> QPixmap:
    """List the transfers."""
    _await_transfer(scene)
    scene.window.collect.transfer.finish()
    scene.window.go(Place.COLLECT)
    scene.settle()
    overview = scene.window.collect.overview
    scene.hand.click(next(each for each in overview.which.buttons if each.value == TRANSFERS))
    scene.settle()
    return picture(scene.window)


def issued(scene: Scene) -> QPixmap:
    """Show a receipt that has just been issued: once for all pictures, so that no home is used up."""
    state = scene.window.collect.presenter
    made = scene.day.made.get(_ISSUED)
    if made is None:
        _draft(scene, _free_home(scene))
        scene.hand.click(scene.window.collect.draft.issue)
        scene.settle(lambda: isinstance(state.state, Issued), "số biên lai")
        made = scene.day.made[_ISSUED] = scene.day.core.queries.receipts(1)[0].receipt.id
    else:
        scene.window.go(Place.COLLECT)
        receipt = scene.day.core.queries.receipt(made).receipt
        state.enter(Issued(receipt))
        state.draw(receipt)
    scene.settle(lambda: isinstance(state.state, Issued) and bool(state.state.pages), "biên lai")
    taken = picture(scene.window)
    state.finish()
    return taken


def printed_book(scene: Scene) -> QPixmap:
    """Type a wrong number of a printed book."""
    with _settled(scene, "preprinted"):
        _draft(scene, _free_home(scene))
        number = scene.window.collect.draft.number
        number.setText("9999999")
        scene.window.collect.draft.payment.tell()
        scene.settle(scene.window.collect.draft.payment.notice.isVisible, "lời từ chối")
        return _leave(scene, picture(scene.window))


def slip(scene: Scene) -> QPixmap:
    """Show what an office with e-receipts gets: a slip."""
    with _settled(scene, "electronic"):
        _draft(scene, _free_home(scene))
        return _leave(scene, picture(scene.window))


def receipt(scene: Scene) -> QPixmap:
    """Show a receipt of before, with what became of it."""
    _open_receipt(scene, -1)
    taken = picture(scene.window)
    scene.window.collect.receipt.finish()
    return taken


def cancelling(scene: Scene) -> QPixmap:
    """Ask what cancelling a receipt needs."""
    _open_receipt(scene, 0)
    collect = scene.window.collect
    if collect.receipt.opened is None:
        raise DemoError("Biên lai chưa mở.")
    taken = _of_dialog(scene, CancelDialog(collect, scene.look, collect.receipt.opened.view))
    collect.receipt.finish()
    return taken


def refunding(scene: Scene) -> QPixmap:
    """Ask what a refund needs."""
    _open_receipt(scene, -1)
    collect = scene.window.collect
    if collect.receipt.opened is None:
        raise DemoError("Biên lai chưa mở.")
    opened = collect.receipt.opened
    taken = _of_dialog(scene, RefundDialog(collect, scene.look, opened.view, opened.today))
    collect.receipt.finish()
    return taken


TILL_SHOTS: dict[str, Callable[[Scene], QPixmap]] = {
    "thu-nhieu-nguoi": draft,
    "thu-hoi-truoc": questions,
    "thu-in-san": printed_book,
    "thu-phieu": slip,
    "thu-xong": issued,
    "chuyen-khoan": transfer,
    "thoi-cho": giving_up,
    "cho-tien-ve": transfers,
    "xem-bien-lai": receipt,
    "huy-bien-lai": cancelling,
    "hoan-tien": refunding,
}


def _free_home(scene: Scene, *, of_several: bool = False) -> HouseholdId:
    """Find a household whose money nobody has taken and nobody awaits."""
    core = scene.day.core
    awaited = {each.household_id for each in core.transfer_queries.transfers(None, 1000)}
    kept = {scene.day.household(each.household_no) for each in (scene.day.cast.paying,)}
    homes: dict[HouseholdId, int] = {}
    for line in core.queries.due_lines(DueFilter(unanswered=True)):
        if line.scheme is Scheme.HEALTH and line.group == "GD":
            homes[line.household_id] = homes.get(line.household_id, 0) + 1
    for home, parts in homes.items():
        if home in awaited or home in kept or (of_several and parts < _PARTS):
            continue
        return home
    raise DemoError("Không còn hộ nào chưa thu.")


def _draft_with_a_pupil(scene: Scene) -> Draft:
    """Let a household pay for one of its young people whom the list does not name, too."""
    found = _household_with_a_pupil(scene)
    if found is None:
        # Where no household has one, one moves in.
        core = scene.day.core
        fields = PersonFields(_PUPIL, str(core.today().year - _PUPILS_AGE), relation="Con")
        core.people.add_person(AddPerson(_free_home(scene), fields, insist=True))
        found = _household_with_a_pupil(scene)
    if found is None:
        raise DemoError("Không có ai đang tuổi đi học.")
    return found


def _household_with_a_pupil(scene: Scene) -> Draft | None:
    core, today = scene.day.core, scene.day.core.today()
    for line in core.queries.due_lines(DueFilter(unanswered=True)):
        page = core.queries.household(line.household_id, today.year)
        young = next((each for each in page.members if _may_be_a_pupil(each, today.year)), None)
        if young is not None and line.scheme is Scheme.HEALTH and line.group == "GD":
            requests = tuple(
                PaymentRequest(each, Scheme.HEALTH, _MONTHS) for each in (line.person_id, young.id)
            )
            with suppress(AppError):
                lines = core.offers.offer(OfferWish(page.household.id, requests, today)).lines
                if len(lines) == len(requests):
                    return Draft(page, requests, lines, today)
    return None


def _may_be_a_pupil(member: MemberLine, year: int) -> bool:
    young = member.birth is not None and _YOUNGEST <= year - member.birth.year <= _ELDEST
    return young and not any(cover.due_item for cover in member.covers)


def _draft(scene: Scene, home: HouseholdId) -> None:
    scene.open_home(home)
    scene.window.collect_money()
    _see_paper(scene)


def _see_paper(scene: Scene) -> None:
    presenter = scene.window.collect.presenter

    def seen() -> bool:
        state = presenter.state
        if isinstance(state, Drafted) and state.trouble:
            raise DemoError(state.trouble)
        return isinstance(state, Drafted) and bool(state.pages)

    scene.settle(seen, "bản xem trước")


def _leave(scene: Scene, taken: QPixmap) -> QPixmap:
    scene.window.collect.presenter.finish()
    scene.settle()
    return taken


def _await_transfer(scene: Scene) -> None:
    """Show a transfer that is awaited: the same in all pictures, so that no home is used up."""
    collect, made = scene.window.collect, scene.day.made.get(_AWAITED)
    if made is not None:
        scene.window.go(Place.COLLECT)
        collect.transfer.open(made)
        scene.settle(lambda: collect.transfer.awaited is not None, "mã chuyển khoản")
        return
    _draft(scene, _free_home(scene, of_several=True))
    method = collect.draft.payment.method
    scene.hand.click(next(each for each in method.buttons if each.value is PaymentMethod.TRANSFER))
    scene.settle()
    scene.hand.click(collect.draft.issue)
    scene.settle(lambda: collect.transfer.awaited is not None, "mã chuyển khoản")
    if (awaited := collect.transfer.awaited) is not None:
        scene.day.made[_AWAITED] = awaited.shown.followed.transfer.id


def _open_receipt(scene: Scene, at: int) -> None:
    found = scene.day.core.queries.receipts(1000)
    presenter = scene.window.collect.receipt
    scene.window.go(Place.COLLECT)
    presenter.open(found[at].receipt.id)
    scene.settle(lambda: presenter.opened is not None and bool(presenter.opened.pages), "biên lai")


def _of_dialog(scene: Scene, dialog: QDialog) -> QPixmap:
    dialog.show()
    scene.settle()
    taken = picture(scene.window, dialog)
    dialog.close()
    dialog.deleteLater()
    return taken


@contextmanager
def _settled(scene: Scene, form: str) -> Iterator[None]:
    """Let the office use another form of receipt for a while."""
    office, sync = scene.day.stage.office, scene.day.core.sync
    office("setting", "set", "receipt_form", form)
    sync.run(no_report)
    try:
        yield
    finally:
        office("setting", "set", "receipt_form", "self_printed")
        sync.run(no_report)
