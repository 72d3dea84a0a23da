import pytest

from agent_app.domain.addresses import full_address


@pytest.mark.parametrize(
    ("address", "hamlet", "written"),
    [
        ("Số 10", "Thôn 3", "Số 10, Thôn 3"),
        ("Số 10, Thôn 3", "Thôn 3", "Số 10, Thôn 3"),
        ("số 10, THON 3, xã Tân Minh", "Thôn 3", "số 10, THON 3, xã Tân Minh"),
        ("Số 10, xã Tân Minh, tỉnh Lâm Đồng", "Thôn 3", "Số 10, Thôn 3, xã Tân Minh, tỉnh Lâm Đồng"),
        ("Tổ 5, Số 10", "Thôn 3", "Tổ 5, Số 10, Thôn 3"),
        ("Số 10, TDP 3", "Tổ dân phố 3", "Số 10, TDP 3"),
        ("Số 1, đường Thôn 30", "Thôn 3", "Số 1, đường Thôn 30, Thôn 3"),
        ("Số 10", None, "Số 10"),
        ("", "Thôn 3", "Thôn 3"),
    ],
)
def test_a_full_address_names_the_hamlet_once(address: str, hamlet: str | None, written: str) -> None:
    assert full_address(address, hamlet) == written
