import zxingcpp
from PIL import Image

from agent_app.codes.matrix import qr_matrix


def test_the_modules_are_the_code_with_its_quiet_zone() -> None:
    modules = qr_matrix("Thu tiền 1.366.200 đ")
    drawn = Image.new("L", (len(modules), len(modules)), 255)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                drawn.putpixel((x, y), 0)
    large = drawn.resize((drawn.width * 6, drawn.height * 6), Image.Resampling.NEAREST)

    assert [each.bytes.decode() for each in zxingcpp.read_barcodes(large)] == ["Thu tiền 1.366.200 đ"]
    assert {len(row) for row in modules} == {len(modules)}
    assert not any(modules[0]), "the quiet zone is part of it"
