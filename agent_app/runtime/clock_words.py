"""What is said of a clock that is wrong."""

from datetime import timedelta

from agent_app.domain.clocks import is_wrong

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def clock_sentence(ahead: timedelta) -> str:
    """Say that this machine's clock is wrong, and by how much; nothing where it is right enough."""
    if not is_wrong(ahead):
        return ""
    way = "nhanh" if ahead > timedelta(0) else "chậm"
    return (
        f"Đồng hồ của máy {way} {_long(abs(ahead))} so với máy chủ cơ quan BHXH. "
        "Mọi việc vẫn được lưu và gửi; anh/chị chỉnh lại ngày giờ của máy để giấy tờ ghi đúng ngày."
    )


def _long(time: timedelta) -> str:
    if time >= _DAY:
        return f"{time // _DAY} ngày"
    if time >= _HOUR:
        return f"{time // _HOUR} giờ"
    return f"{time // timedelta(minutes=1)} phút"
