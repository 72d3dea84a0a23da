from pathlib import Path

import pytest
from PIL import Image

from agent_app.codes.images import read_codes
from agent_app.codes.matrices import qr_rows

QUIET, SCALE = 4, 4


@pytest.mark.parametrize("text", ["BH7K3M9QRTX", "Thông báo đến hạn đóng", "0" * 300])
def test_rows_drawn_with_white_around_are_read_as_the_text(tmp_path: Path, text: str) -> None:
    rows = qr_rows(text)
    drawn = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    paper = Image.new("L", (len(rows) + 2 * QUIET,) * 2, 255)
    paper.paste(drawn, (QUIET, QUIET))
    paper.resize((paper.width * SCALE, paper.height * SCALE), Image.Resampling.NEAREST).save(
        tmp_path / "code.png"
    )

    assert {len(each) for each in rows} == {len(rows)}
    assert set(b"".join(rows)) == {0, 255}
    assert read_codes(tmp_path / "code.png") == [text]
