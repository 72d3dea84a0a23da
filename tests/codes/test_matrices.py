import zxingcpp
from PIL import Image

from agent_app.codes.matrices import qr_rows


def test_the_modules_with_a_quiet_zone_around_them_are_the_code() -> None:
    rows = qr_rows("Thu tiền 1.366.200 đ")
    drawn = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    framed = Image.new("L", (drawn.width + 8, drawn.height + 8), 255)
    framed.paste(drawn, (4, 4))
    large = framed.resize((framed.width * 6, framed.height * 6), Image.Resampling.NEAREST)

    assert [each.bytes.decode() for each in zxingcpp.read_barcodes(large)] == ["Thu tiền 1.366.200 đ"]
    assert {len(row) for row in rows} == {len(rows)}
