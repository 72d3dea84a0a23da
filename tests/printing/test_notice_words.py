import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.enrolment import Office
from agent_app.domain.payment_qr import holds_person_number, read_transfer
from agent_app.domain.rates import Certainty
from agent_app.printing.notice_wording import Sentence, notice_wording
from agent_app.printing.notice_words import NoticeWords, agent_words, ends_in_words, notice_words
from tests.builders import TODAY, a_household, a_person
from tests.printing.builders import an_enrolment
from tests.printing.notices import EVERY_STATE, ORDINARY, PHONE, Due, Home, a_sender

PAID_FOR = "Được ngân sách hoặc quỹ đóng toàn bộ: không phải nộp tiền."
COUNT = re.compile(r"(còn|hết hạn) (\d+) ngày")


def words(home: Home = ORDINARY, on: date = TODAY) -> NoticeWords:
    return notice_words(home.notice(on), a_sender())


def ends(home: Home, on: date = TODAY) -> list[str]:
    return [due.ends for member in words(home, on).members for due in member.due]


def notes(home: Home) -> list[str]:
    return [due.note for member in words(home).members for due in member.due]


def test_what_ends_is_said_with_its_days_and_its_date() -> None:
    assert ends(ORDINARY) == [
        "Thẻ BHYT còn 8 ngày (đến 29/11/2026)",
        "Thẻ BHYT hết hạn 10 ngày (hạn 11/11/2026)",
    ]


def test_every_state_has_its_words() -> None:
    assert ends(EVERY_STATE) == [
        "Thẻ BHYT hết hạn hôm nay (đến 21/11/2026)",
        "Thẻ BHYT hết hạn 143 ngày (hạn 01/07/2026)",
        "BHXH tự nguyện đóng đến 11/2026, còn 9 ngày; đóng tiếp chậm nhất 30/06/2027",
        "Thẻ BHYT: chưa rõ ngày hết hạn",
        "BHXH tự nguyện đóng đến 03/2026, hết hạn 235 ngày; quá hạn đóng tiếp, đóng lại từ 11/2026",
    ]


@given(st.integers(-4000, 4000))
def test_days_in_words_are_the_days_between(days: int) -> None:
    said = ends_in_words(TODAY + timedelta(days), TODAY)

    found = COUNT.fullmatch(said)
    if days == 0:
        assert said == "hết hạn hôm nay"
    else:
        assert found is not None
        assert (found[1] == "còn") is (days > 0)
        assert int(found[2]) == abs(days)


def test_prices_stand_below_three_numbers_of_months_by_the_place_in_the_household() -> None:
    told = words()

    assert told.months == ("3 tháng", "6 tháng", "12 tháng")
    assert [each.due[0].cells for each in told.members] == [
        ("341.550", "683.100", "1.366.200"),
        ("239.085", "478.170", "956.340"),
    ]
    assert told.total == ("Cộng 2 người", "580.635", "1.161.270", "2.322.540")
    assert notes(ORDINARY) == [
        "Người thứ 1 trong hộ; đóng ngay thì thẻ có giá trị từ 30/11/2026",
        "Người thứ 2 trong hộ; đóng ngay thì thẻ có giá trị từ 21/11/2026",
    ]


def test_a_long_gap_says_how_long_the_card_is_waited_for() -> None:
    home = Home((Due("Lê Quốc Dũng", date(2026, 8, 1)),))

    assert notes(home) == ["Người thứ 1 trong hộ; đóng ngay thì thẻ có giá trị từ 21/12/2026 (chờ 30 ngày)"]


def test_who_is_paid_for_is_told_so_and_the_others_are_priced() -> None:
    home = Home((Due("Phạm Thị Hường", group="HN"), Due("Lê Quốc Dũng")))
    told = words(home)

    assert told.members[0].due[0].cells == ()
    assert told.members[0].due[0].note == PAID_FOR
    assert told.members[1].due[0].cells[2] == "1.366.200"


@pytest.mark.parametrize(
    ("due", "note"),
    [
        (Due("A", group="ZZ"), "Chưa tính được mức đóng; nhân viên thu sẽ tính khi gặp."),
        (
            Due("A", birth=PartialDate(2024, 5, 1)),
            PAID_FOR,
        ),
        (
            Due("A", health=False, pension_ends=date(2026, 11, 30), pension=(None, None)),
            "Mức đóng theo thu nhập đã chọn; nhân viên thu sẽ tính khi gặp.",
        ),
        (
            Due("A", health=False, pension_ends=date(2026, 11, 30), pension=(12, 3_168_001)),
            "Hỏi trước khi thu: số tiền theo danh sách của cơ quan BHXH",
        ),
    ],
)
def test_what_cannot_be_priced_is_said_in_words(due: Due, note: str) -> None:
    assert notes(Home((due,))) == [note]


def test_pension_is_told_as_the_list_has_it() -> None:
    told = words(Home((Due("A", health=False, pension_ends=date(2026, 11, 30)),)))

    assert told.members[0].due[0].price == "12 tháng: 3.168.000 đ"
    assert told.months == ()


def test_both_forms_are_told_where_people_may_choose() -> None:
    told = words(EVERY_STATE).members[0].due[0]

    assert told.cells == ()
    assert told.note.startswith("Hỏi trước khi thu: có hưởng trợ cấp hưu trí xã hội không;")
    assert told.others == (
        ("Nếu thu: người thứ 1 trong hộ", ("341.550", "683.100", "1.366.200")),
        (
            "Nếu đóng theo hộ nông, lâm, ngư, diêm nghiệp có mức sống trung bình, khi có quyết định",
            ("239.085", "478.170", "956.340"),
        ),
    )


def test_the_sum_names_whom_it_leaves_out_and_has_the_others_by_the_places_that_they_will_have() -> None:
    home = Home(
        (Due("Trần Thị Nhất", birth=PartialDate(1950)), *(Due(f"Trần Văn {at}") for at in range(2, 9)))
    )
    told = words(home)

    assert told.total == (
        "Cộng 7 người, chưa gồm Trần Thị Nhất",
        *("1.366.200", "2.732.400", "5.464.800"),
    )
    assert (
        told.pay[0] == "Chuyển khoản 5.464.800 đ: BHYT 12 tháng của 7 người; chưa gồm BHYT của Trần Thị Nhất"
    )
    assert read_transfer(told.payload or "").amount == 5_464_800
    assert told.members[0].due[0].others == (
        ("Nếu thu: người thứ 8 trong hộ", ("136.620", "273.240", "546.480")),
    )


def test_an_address_names_the_hamlet() -> None:
    notice = ORDINARY.notice()
    home = replace(notice.household, address="Số 10", hamlet="Thôn 3")

    assert notice_words(replace(notice, household=home), a_sender()).address == "Số 10, Thôn 3"


def test_the_code_asks_for_the_commonest_choice_of_all_whose_price_is_settled() -> None:
    told = words()
    asked = read_transfer(told.payload or "")

    assert (asked.bank_bin, asked.account, asked.amount) == ("970436", "0011223344", 2_322_540)
    assert not holds_person_number(asked.purpose or "")
    assert told.pay[:3] == (
        "Chuyển khoản 2.322.540 đ: BHYT 12 tháng của 2 người",
        "Vietcombank 0011223344, BHXH cơ sở Tánh Linh",
        f"Nội dung: {asked.purpose}",
    )


def test_nobody_is_asked_for_money_before_a_question_or_a_decision() -> None:
    old, near_poor = Due("A", birth=PartialDate(1950)), Due("B", group="GB")

    assert words(Home((old, near_poor))).payload is None
    assert any("hưu trí xã hội" in each for each in words(Home((old,))).sentences)
    assert any("quyết định" in each for each in words(Home((near_poor,))).sentences)


def test_without_an_account_the_notice_says_how_to_pay() -> None:
    told = notice_words(ORDINARY.notice(account=None), a_sender(None))

    assert told.payload is None
    assert told.pay[0].startswith("Cách nộp: trả tiền mặt")


def test_only_the_last_four_figures_of_a_number_are_told() -> None:
    told, person = words(), a_person(1)

    assert told.members[0].number == f"Mã số BHXH …{(person.insurance_no or '')[-4:]}"
    for number in (person.insurance_no, person.citizen_id, person.phone, a_household().household_no):
        assert number
        assert number not in repr(told)


def test_the_agent_is_named_by_card_and_phone_and_never_by_the_code() -> None:
    assert agent_words(a_sender()) == (
        "Nhân viên thu: Nguyễn Thị Hoa",
        f"Điện thoại: {PHONE}",
        "Thẻ nhân viên thu số LĐ-0417",
    )
    silent = replace(a_sender(phone=""), enrolment=an_enrolment(Office()))
    assert agent_words(silent)[1] == "Điện thoại: ........................"
    assert len(agent_words(silent)) == 2


def test_sentences_are_those_of_the_day() -> None:
    now = " ".join(words().sentences)
    before = " ".join(words(ORDINARY, date(2025, 6, 30)).sentences)

    assert "từ 90 ngày trở lên thì phải chờ 30 ngày" in now
    assert "vượt 15.180.000 đ" in now
    assert "từ 3 tháng trở lên thì phải chờ 30 ngày thẻ mới có giá trị (còn ngờ)." in before
    assert "vượt 14.040.000 đ" in before


def test_a_coming_change_is_told_to_whom_it_concerns() -> None:
    before = date(2026, 6, 20)

    assert any("Từ 01/07/2026 lương cơ sở là 2.530.000 đ" in each for each in words(on=before).sentences)
    assert not any("chuẩn nghèo" in each for each in words().sentences)
    pension = Home((Due("A", health=False, pension_ends=date(2026, 11, 30)),))
    assert any("có thể là 2.200.000 đ, chưa xác nhận" in each for each in words(pension).sentences)


def test_a_second_print_says_so() -> None:
    again = notice_words(ORDINARY.notice(nth=2), a_sender())

    assert words().made == "Lập ngày 21/11/2026"
    assert again.made == "Lập ngày 21/11/2026 · In lại lần 1"


def test_every_sentence_has_its_document_and_no_day_has_two_of_one_name() -> None:
    held = notice_wording().sentences
    for each in held:
        assert each.document
        same = [one for one in held if one.name == each.name and one is not each]
        assert all(_apart(each, one) for one in same)


def _apart(one: Sentence, other: Sentence) -> bool:
    return (one.until or date.max) < other.since or (other.until or date.max) < one.since


def test_a_doubtful_sentence_says_that_it_is() -> None:
    sentence = Sentence("x", TODAY, "?", Certainty.DOUBTFUL, "Chờ {days} ngày.")

    assert sentence.said({"days": "30"}) == "Chờ 30 ngày (còn ngờ)."
