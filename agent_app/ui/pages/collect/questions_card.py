"""What has to be asked at the door: each question by itself, with yes and no; and what speaks against it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from agent_app.domain.eligibility import HealthQuestion
from agent_app.domain.household import PersonId
from agent_app.domain.pension_eligibility import PensionQuestion
from agent_app.services.awaited_covers import CoverAwaitedError
from agent_app.services.drafts import Asked, Objection
from agent_app.ui.bench import Bench
from agent_app.ui.pages.collect.refusals import refusal_words
from agent_app.ui.pages.collect.states import CONFIRMED, Drafted
from agent_app.ui.parts.boxes import Card, column, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.words import _

_LONGEST = 200


def question_words(asked: Asked, name: str) -> str:
    """Ask one question about one person."""
    words = {
        HealthQuestion.OTHER_CARD: _("{name} đã có thẻ BHYT nào khác chưa?"),
        HealthQuestion.PAID_WHOLLY: _("Có ai đóng thay toàn bộ BHYT cho {name} không?"),
        HealthQuestion.SOCIAL_PENSION: _("{name} có hưởng trợ cấp hưu trí xã hội hằng tháng không?"),
        HealthQuestion.PUPIL: _("{name} có đang là học sinh, sinh viên không?"),
        PensionQuestion.IN_COMPULSORY: _("{name} có đang đóng BHXH bắt buộc không?"),
        PensionQuestion.RECEIVES_PENSION: _("{name} có đang hưởng lương hưu không?"),
        PensionQuestion.HAMLET_OFFICER: _("{name} có phải người hoạt động không chuyên trách ở thôn không?"),
        PensionQuestion.HOUSEHOLD_BUSINESS: _("{name} có phải chủ hộ kinh doanh không?"),
        PensionQuestion.SUPPORTED_MONTHS: _("{name} đã được Nhà nước hỗ trợ đóng chưa?"),
    }
    return words[asked.question].format(name=name)


class Question(QWidget):
    """One question about one person; a yes that refuses says so below, with a way on."""

    answered = Signal(object, object)
    left_out = Signal(object)

    def __init__(self, bench: Bench, asked: Asked, name: str) -> None:
        super().__init__()
        self.asked = asked
        self._bench = bench
        words = question_words(asked, name)
        self.choices = Choices({_("Có"): True, _("Không"): False})
        for button in self.choices.buttons:
            button.setAccessibleName(_("{question} {answer}").format(question=words, answer=button.text()))
        self.choices.chosen.connect(self._on_chosen)
        self.refusal = Refusal(bench, asked.person_id, name)
        self.refusal.left_out.connect(self.left_out)
        whole, line = column(self, gap=6), row(gap=12)
        line.addWidget(Text(words, wrap=True), 1)
        line.addWidget(self.choices)
        whole.addLayout(line)
        whole.addWidget(self.refusal)

    def show_answer(self, said: bool | None, words: str) -> None:  # noqa: FBT001 (the answer itself)
        """Show what was answered, and what that leads to."""
        self.choices.choose(said)
        self.refusal.tell(words)

    def _on_chosen(self, said: object) -> None:
        self.answered.emit(self.asked, said)


class Refusal(QWidget):
    """Why one person's money cannot be taken, and a way on without that person."""

    left_out = Signal(object)

    def __init__(self, bench: Bench, person_id: PersonId, name: str) -> None:
        super().__init__()
        self._person_id = person_id
        self.notice = Notice(bench.look)
        words = _("Quay lại hộ và bỏ {name} ra").format(name=name)
        self.leave_out = Button(words).on_press(self._on_pressed)
        whole, line = column(self, gap=6), row()
        line.addWidget(self.leave_out)
        line.addStretch()
        whole.addWidget(self.notice)
        whole.addLayout(line)
        self.hide()

    def tell(self, words: str) -> None:
        """Say it; nothing hides it."""
        self.notice.tell(words)
        self.setVisible(bool(words))

    def _on_pressed(self) -> None:
        self.left_out.emit(self._person_id)


class ListedCover(QWidget):
    """A cover that overlaps, of the office's list or of an awaited transfer, and what is said of it."""

    explained = Signal(str)
    left_out = Signal(object)

    def __init__(self, objection: Objection, name: str, words: str) -> None:
        super().__init__()
        self._person_id = objection.person_id
        awaited = isinstance(objection.error, CoverAwaitedError)
        usual = _why_in_spite_of_a_transfer() if awaited else _about_a_listed_cover()
        self.choices = Choices({each: each for each in usual}, required=False)
        self.choices.chosen.connect(self._on_chosen)
        self.words = QLineEdit()
        self.words.setPlaceholderText(
            _("Hoặc gõ vì sao vẫn thu") if awaited else _("Hoặc gõ câu trả lời của hộ")
        )
        self.words.setAccessibleName(
            _("Vì sao vẫn thu khi còn chờ tiền về") if awaited else _("Hộ nói gì về thẻ trùng thời gian")
        )
        self.words.setMaxLength(_LONGEST)
        self.words.editingFinished.connect(self._on_typed)
        leave_out = Button(_("Quay lại hộ và bỏ {name} ra").format(name=name)).on_press(self._on_leaving)
        whole, line = column(self, gap=6), row(gap=8)
        whole.addWidget(Text(words, wrap=True))
        whole.addWidget(self.choices)
        line.addWidget(self.words, 1)
        line.addWidget(leave_out)
        whole.addLayout(line)

    def show_answer(self, words: str) -> None:
        """Show what was answered."""
        self.choices.choose(words)
        if not self.words.hasFocus():
            known = {button.value for button in self.choices.buttons}
            self.words.setText("" if words in known else words)

    def _on_chosen(self, words: object) -> None:
        self.words.clear()
        self.explained.emit(words if isinstance(words, str) else "")

    def _on_typed(self) -> None:
        if self.words.text().strip():
            self.explained.emit(self.words.text())

    def _on_leaving(self) -> None:
        self.left_out.emit(self._person_id)


def _about_a_listed_cover() -> tuple[str, ...]:
    return (_("Không có thẻ ấy"), _("Thẻ ấy đã trả lại"), _("Danh sách ghi nhầm thời hạn"))


def _why_in_spite_of_a_transfer() -> tuple[str, ...]:
    return (_("Hộ chưa chuyển, nay trả tiền mặt"), _("Ngân hàng không chuyển được"))


class QuestionsCard(Card):
    """What stands between a draft and its receipt, as far as the household can say something of it."""

    answered = Signal(object, object)
    explained = Signal(str)
    left_out = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__((20, 12, 20, 16), 12)
        self._bench = bench
        self.questions: dict[Asked, Question] = {}
        self.covers: dict[tuple[object, ...], ListedCover] = {}
        self.refusals: dict[PersonId, Refusal] = {}
        self.title = Text(_("Hỏi trước khi thu"), "section")
        self.content.addWidget(self.title)
        self.hide()

    def show_draft(self, drafted: Drafted) -> bool:
        """Show what is to be asked, and say whether that is anything new; what is there stays where it is."""
        before = (tuple(self.questions), tuple(self.covers), tuple(self.refusals))
        if drafted.asked != tuple(self.questions):
            self._ask(drafted)
        if tuple(each.topic for each in drafted.listed) != tuple(self.covers):
            self._ask_of_covers(drafted)
        said = self._objections(drafted)
        for asked, question in self.questions.items():
            yes = drafted.filled.answers.get(asked)
            question.show_answer(yes, said.pop(asked.person_id, "") if yes else "")
        for cover in self.covers.values():
            cover.show_answer(drafted.filled.overlap)
        self._refuse(drafted, said)
        self.setVisible(bool(self.questions or self.covers or self.refusals))
        return before != (tuple(self.questions), tuple(self.covers), tuple(self.refusals))

    def first_open(self) -> QWidget | None:
        """Find what has not been answered yet."""
        for question in self.questions.values():
            if question.choices.value is None:
                return question.choices.buttons[-1]
        return next((each.choices.buttons[0] for each in self.covers.values()), None)

    def _objections(self, drafted: Drafted) -> dict[PersonId, str]:
        objections = drafted.look.objections if drafted.look else ()
        return {
            each.person_id: refusal_words(each.error, drafted.name_of, self._bench.sentence, each.person_id)
            for each in objections
            if not isinstance(each.error, CONFIRMED)
        }

    def _ask(self, drafted: Drafted) -> None:
        for question in self.questions.values():
            _remove(question)
        self.questions = {
            each: Question(self._bench, each, drafted.name_of(each.person_id)) for each in drafted.asked
        }
        for at, question in enumerate(self.questions.values(), 1):
            question.answered.connect(self.answered)
            question.left_out.connect(self.left_out)
            self.content.insertWidget(at, question)

    def _ask_of_covers(self, drafted: Drafted) -> None:
        for cover in self.covers.values():
            _remove(cover)
        self.covers = {}
        for each in drafted.listed:
            name = drafted.name_of(each.person_id)
            words = refusal_words(each.error, drafted.name_of, self._bench.sentence, each.person_id)
            cover = ListedCover(each, name, words)
            cover.explained.connect(self.explained)
            cover.left_out.connect(self.left_out)
            self.covers[each.topic] = cover
            self.content.addWidget(cover)

    def _refuse(self, drafted: Drafted, said: dict[PersonId, str]) -> None:
        for person_id in self.refusals.keys() - said.keys():
            _remove(self.refusals.pop(person_id))
        for person_id, words in said.items():
            if person_id not in self.refusals:
                refusal = Refusal(self._bench, person_id, drafted.name_of(person_id))
                refusal.left_out.connect(self.left_out)
                self.refusals[person_id] = refusal
                self.content.addWidget(refusal)
            self.refusals[person_id].tell(words)


def _remove(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
