from dataclasses import replace
from datetime import date

from agent_app.domain.enrolment import Office
from agent_app.domain.operation import short_code
from agent_app.printing.forms.c45bb_words import BLANK, content_of, receipt_words, written_day
from tests.printing.builders import a_receipt, an_enrolment, health, pension


def test_a_health_line_says_person_place_and_days() -> None:
    assert (
        content_of(health()) == "BHYT hộ gia đình 12 tháng: Lê Quốc Dũng (người thứ 1) 01/01/2027–31/12/2027"
    )


def test_a_line_without_a_place_leaves_it_out() -> None:
    assert "người thứ" not in content_of(health(place=None))


def test_a_pension_line_says_income_and_months() -> None:
    said = "BHXH tự nguyện 3 tháng: Ngô Thị Trang (thu nhập 1.500.000) 11/2026–01/2027"

    assert content_of(pension()) == said
    assert content_of(replace(pension(), income=None)) == said.replace(" (thu nhập 1.500.000)", "")


def test_the_sum_stands_in_figures_and_words() -> None:
    words = receipt_words(a_receipt(health(), pension(due=924_000)).receipt, an_enrolment())

    assert words.total == "2.290.200 đồng"
    assert words.spelled == "Hai triệu hai trăm chín mươi nghìn hai trăm đồng"
    assert [amount for _, amount in words.lines] == ["1.366.200", "924.000"]


def test_days_and_months_are_written_with_two_digits() -> None:
    assert written_day(date(2026, 2, 1)) == "Ngày 01 tháng 02 năm 2026"


def test_what_the_office_has_not_told_is_left_to_write_in() -> None:
    words = receipt_words(a_receipt(address="").receipt, an_enrolment(Office()))

    assert (words.unit, words.budget_code, words.address) == (BLANK, BLANK, BLANK)
    assert words.below == ("Tiền mặt",)


def test_method_organisation_card_and_code_stand_below_the_frame() -> None:
    receipt = a_receipt().receipt
    words = receipt_words(receipt, an_enrolment())

    assert words.below == ("Tiền mặt · Bưu điện Tánh Linh · Thẻ nhân viên thu số LĐ-0417",)
    assert words.check == short_code(receipt)


def test_no_personal_number_is_printed() -> None:
    receipt = a_receipt(health()).receipt

    assert str(receipt.lines[0].subject.insurance_no) not in repr(receipt_words(receipt, an_enrolment()))
