from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.coverage import ShortGap
from agent_app.domain.office_setting import (
    OfficeAccount,
    SettingAccountError,
    SettingAmountError,
    SettingChoiceError,
    SettingDaysError,
    SettingKey,
    SettingsInForce,
    SettingUnknownError,
    checked_value,
    read_setting,
    setting_key,
    settings_of,
)
from agent_app.domain.receipt import ReceiptForm
from agent_app.domain.signed_document import OfficeFileUnreadableError, SignedDocument
from tests.office_documents import a_setting

JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)
ACCOUNT = "970436:0011001234567:BHXH cơ sở Suối Trúc"


def limit(value: str | None, since: date, serial: int) -> SignedDocument:
    return a_setting(SettingKey.CASH_LIMIT, value, since, serial)


def test_where_the_office_has_said_nothing_the_usual_holds() -> None:
    assert settings_of([]).on(JULY) == SettingsInForce(
        ReceiptForm.SELF_PRINTED, (), None, None, odd_months=False, short_gap=ShortGap.PAYMENT
    )


def test_each_setting_is_read_as_what_it_means() -> None:
    said = {
        SettingKey.RECEIPT_FORM: "preprinted",
        SettingKey.ACCOUNT: f"{ACCOUNT};970405:99:BHXH tỉnh",
        SettingKey.CASH_LIMIT: "20000000",
        SettingKey.CASH_DAYS: "3",
        SettingKey.ODD_MONTHS: "yes",
        SettingKey.SHORT_GAP: "expiry",
    }

    found = settings_of(a_setting(key, value, JULY, 1) for key, value in said.items()).on(JULY)

    assert found == SettingsInForce(
        ReceiptForm.PREPRINTED,
        (
            OfficeAccount("970436", "0011001234567", "BHXH cơ sở Suối Trúc"),
            OfficeAccount("970405", "99", "BHXH tỉnh"),
        ),
        20_000_000,  # type: ignore[arg-type]
        3,
        odd_months=True,
        short_gap=ShortGap.EXPIRY,
    )
    assert found.cover_rules.odd_months
    assert found.cover_rules.short_gap is ShortGap.EXPIRY


def test_a_setting_holds_from_its_date_on() -> None:
    settings = settings_of([limit("10000000", JULY, 1), limit("5000000", AUGUST, 2)])

    assert [settings.on(day).cash_limit for day in (date(2026, 6, 30), JULY, date(2026, 7, 31), AUGUST)] == [
        None,
        10_000_000,
        10_000_000,
        5_000_000,
    ]


def test_a_later_word_withdraws_an_earlier_one() -> None:
    settings = settings_of([limit("10000000", JULY, 1), limit(None, AUGUST, 2)])

    assert settings.on(JULY).cash_limit == 10_000_000
    assert settings.on(AUGUST).cash_limit is None


def test_what_was_planned_before_the_last_word_does_not_undo_it() -> None:
    settings = settings_of([limit("10000000", SEPTEMBER, 1), limit("5000000", AUGUST, 2)])

    assert settings.on(SEPTEMBER).cash_limit == 5_000_000


def test_documents_settle_the_same_in_any_order() -> None:
    documents = [limit("1", JULY, 1), limit(None, AUGUST, 2), limit("3", AUGUST, 3), limit("4", JULY, 4)]
    days = (JULY, AUGUST, SEPTEMBER)

    found = {tuple(settings_of(each).on(day) for day in days) for each in permutations(documents)}

    assert len(found) == 1


def test_a_setting_that_a_later_program_knows_means_nothing_here() -> None:
    later = limit("1", JULY, 1)
    later = replace(later, body=later.body | {"key": "moon", "value": "full"})

    assert settings_of([later]).on(JULY) == SettingsInForce()


@pytest.mark.parametrize(
    "change", [{"since": "tomorrow"}, {"since": None}, {"value": 3}, {"key": None}, {"value": "1.000"}]
)
def test_a_document_that_is_no_setting_is_refused(change: dict[str, str | int | None]) -> None:
    document = limit("1000", JULY, 1)

    with pytest.raises(OfficeFileUnreadableError):
        read_setting(replace(document, body=document.body | change))


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        (SettingKey.CASH_LIMIT, " 20.000.000 ", "20000000"),
        (SettingKey.CASH_LIMIT, "020", "20"),
        (SettingKey.CASH_DAYS, "03", "3"),
        (SettingKey.ACCOUNT, f" {ACCOUNT} ; 970405:99: BHXH  tỉnh ", f"{ACCOUNT};970405:99:BHXH tỉnh"),
        (SettingKey.ODD_MONTHS, "no", "no"),
        (SettingKey.SHORT_GAP, "next-day", "next-day"),
        (SettingKey.RECEIPT_FORM, "electronic", "electronic"),
    ],
)
def test_values_are_kept_in_one_form(key: SettingKey, typed: str, kept: str) -> None:
    assert checked_value(key, typed) == kept
    assert checked_value(key, kept) == kept


@pytest.mark.parametrize(
    ("key", "typed", "error"),
    [
        (SettingKey.CASH_LIMIT, "0", SettingAmountError),
        (SettingKey.CASH_LIMIT, "-5", SettingAmountError),
        (SettingKey.CASH_LIMIT, "1.5", SettingAmountError),
        (SettingKey.CASH_LIMIT, "mười", SettingAmountError),
        (SettingKey.CASH_LIMIT, "9" * 15, SettingAmountError),
        (SettingKey.CASH_DAYS, "0", SettingDaysError),
        (SettingKey.CASH_DAYS, "367", SettingDaysError),
        (SettingKey.CASH_DAYS, "ba", SettingDaysError),
        (SettingKey.ODD_MONTHS, "có", SettingChoiceError),
        (SettingKey.SHORT_GAP, "later", SettingChoiceError),
        (SettingKey.RECEIPT_FORM, "", SettingChoiceError),
        (SettingKey.ACCOUNT, "", SettingAccountError),
        (SettingKey.ACCOUNT, "97043:1:A", SettingAccountError),
        (SettingKey.ACCOUNT, "970436:1 2:A", SettingAccountError),
        (SettingKey.ACCOUNT, "970436:12", SettingAccountError),
        (SettingKey.ACCOUNT, "970436:12:", SettingAccountError),
        (SettingKey.ACCOUNT, "970436:12:" + "A" * 101, SettingAccountError),
        (SettingKey.ACCOUNT, "970436:12:A;970436:12:B", SettingAccountError),
    ],
)
def test_values_that_mean_nothing_are_refused(key: SettingKey, typed: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        checked_value(key, typed)


@given(st.sampled_from(SettingKey), st.text())
def test_whatever_is_accepted_is_read_again_the_same(key: SettingKey, typed: str) -> None:
    try:
        kept = checked_value(key, typed)
    except (SettingAmountError, SettingDaysError, SettingChoiceError, SettingAccountError):
        return
    assert checked_value(key, kept) == kept
    settings_of([a_setting(key, kept)]).on(SEPTEMBER)


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(SettingUnknownError):
        setting_key("cash")
