import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from agent_app.codes.images import read_codes
from agent_app.printing.forms.notice import NoticeSheet
from agent_app.printing.notice_press import PICTURE_WIDTH, NoticePapers
from agent_app.printing.notice_words import NoticeWords, notice_words
from agent_app.printing.setting import shown
from agent_app.services.notice_lines import NoticeSize
from agent_app.services.ports import NoticePress
from tests.builders import a_person
from tests.printing.notices import EVERY_STATE, ORDINARY, WORST, Home, a_sender

PAPERS: NoticePress = NoticePapers()
PAGES = [(1, NoticeSize.A5, 5), (2, NoticeSize.A5, 3), (4, NoticeSize.A6, 2)]
SHAPES = [(1, NoticeSize.A5), (1, NoticeSize.A6), (2, NoticeSize.A5), (4, NoticeSize.A6)]
HOMES = {"ordinary": ORDINARY, "states": EVERY_STATE, "worst": WORST}
DOTS_PER_POINT = 2
_WHITE = 250


@contextmanager
def opened(paper: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(paper)
    try:
        yield document
    finally:
        document.close()


def text_of(paper: bytes) -> str:
    with opened(paper) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def sheets(*homes: Home, per_page: int = 1, size: NoticeSize = NoticeSize.A6) -> bytes:
    return PAPERS.sheets((each.notice() for each in homes), a_sender(), per_page, size)


def every_text(words: NoticeWords) -> Sequence[str]:
    rows = [due for member in words.members for due in member.due]
    others = [other for each in rows for other in each.others]
    return [
        *(words.office, words.title, words.household, words.address, words.data, words.made),
        *words.months,
        *(text for each in words.members for text in (each.name, each.number)),
        *(text for each in rows for text in (each.ends, each.price, each.note, *each.cells)),
        *(text for label, cells in others for text in (label, *cells)),
        *words.total,
        *words.sentences,
        *words.pay,
        *words.agent,
    ]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_every_word_is_found_in_the_paper(home: Home, shape: tuple[int, NoticeSize]) -> None:
    found = text_of(sheets(home, per_page=shape[0], size=shape[1]))

    for text in every_text(notice_words(home.notice(), a_sender())):
        for word in shown(text).split():
            assert word in found, word


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_no_number_of_anybody_is_in_the_paper(home: Home) -> None:
    found = text_of(sheets(home))

    for at in range(1, 9):
        person = a_person(at)
        for number in (person.insurance_no, person.citizen_id, person.phone):
            assert str(number) not in found


def test_marks_that_were_written_apart_are_composed_and_nothing_is_interpreted() -> None:
    found = text_of(sheets(WORST))

    assert "<b>& Đặng Thị Ế Ổ" in found
    assert unicodedata.is_normalized("NFC", found)


def test_an_ordinary_notice_is_one_sheet_and_the_worst_goes_on() -> None:
    with opened(sheets(ORDINARY)) as one, opened(sheets(WORST)) as several:
        assert len(one) == 1
        assert len(several) > 1
    assert "(tiếp theo)" in text_of(sheets(WORST))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_nothing_is_clipped_nor_crosses_into_the_next_place(shape: tuple[int, NoticeSize]) -> None:
    per_page, size = shape
    layout = NoticeSheet.of(per_page, size)
    with opened(sheets(WORST, EVERY_STATE, ORDINARY, per_page=per_page, size=size)) as document:
        for page in document:
            drawn = page.render(scale=DOTS_PER_POINT).to_pil().convert("L")
            for strip in _edges(layout, drawn.size):
                assert strip_is_white(drawn, strip)


def _edges(layout: NoticeSheet, pixels: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Give the margins around each place, without the ends where the marks for cutting are."""
    wide, high = (DOTS_PER_POINT * each for each in layout.place)
    margin, mark = 8 * DOTS_PER_POINT, 14 * DOTS_PER_POINT
    for x, y in layout.places:
        left, top = x * DOTS_PER_POINT, pixels[1] - y * DOTS_PER_POINT - high
        boxes = (
            (left + mark, top, left + wide - mark, top + margin),
            (left + mark, top + high - margin, left + wide - mark, top + high),
            (left, top + mark, left + margin, top + high - mark),
            (left + wide - margin, top + mark, left + wide, top + high - mark),
        )
        yield from (tuple(map(round, box)) for box in boxes)  # type: ignore[misc]


def strip_is_white(drawn: Image.Image, box: tuple[int, int, int, int]) -> bool:
    return min(drawn.crop(box).tobytes()) > _WHITE


@pytest.mark.parametrize(("per_page", "size", "pages"), PAGES)
def test_notices_stand_side_by_side_on_a4(per_page: int, size: NoticeSize, pages: int) -> None:
    with opened(sheets(*[ORDINARY] * 5, per_page=per_page, size=size)) as document:
        assert len(document) == pages
        width, height = document[0].get_size()
        side = {1: (420, 595), 2: (842, 595), 4: (595, 842)}[per_page]
        assert (round(width), round(height)) == side


def test_the_code_on_the_paper_and_in_the_picture_asks_for_the_transfer(tmp_path: Path) -> None:
    notice = ORDINARY.notice()
    assert notice.transfer is not None
    with opened(sheets(ORDINARY, per_page=4)) as document:
        document[0].render(scale=3).to_pil().save(tmp_path / "page.png")
    (tmp_path / "picture.png").write_bytes(PAPERS.picture(notice, a_sender()))

    assert read_codes(tmp_path / "page.png") == [notice.transfer.payload]
    assert read_codes(tmp_path / "picture.png") == [notice.transfer.payload]


def test_four_codes_on_a_page_are_all_read(tmp_path: Path) -> None:
    homes = [Home(ORDINARY.due, number=at) for at in range(1, 5)]
    with opened(sheets(*homes, per_page=4)) as document:
        document[0].render(scale=3).to_pil().save(tmp_path / "page.png")

    payloads = {each.transfer.payload for home in homes if (each := home.notice()).transfer}
    assert len(payloads) == 4
    assert set(read_codes(tmp_path / "page.png")) == payloads


def test_a_picture_is_as_wide_as_a_phone_and_as_high_as_it_has_to_be() -> None:
    short, long = (
        Image.open(BytesIO(PAPERS.picture(each.notice(), a_sender()))) for each in (ORDINARY, WORST)
    )

    assert short.width == long.width == PICTURE_WIDTH
    assert short.height < long.height


def test_the_same_notices_give_the_same_bytes() -> None:
    assert sheets(WORST, ORDINARY, per_page=4) == sheets(WORST, ORDINARY, per_page=4)
    picture = PAPERS.picture(ORDINARY.notice(), a_sender())
    assert picture == NoticePapers().picture(ORDINARY.notice(), a_sender())


@pytest.mark.logs_warning(r"no glyph for U\+1F600$")
def test_a_missing_glyph_is_shown_as_a_question_mark() -> None:
    home = Home(ORDINARY.due, address="Số 7 \U0001f600, Thôn Láng Gòn")

    assert "Số 7 ?, Thôn Láng Gòn" in text_of(sheets(home))


def test_a_word_without_end_is_broken_and_whole() -> None:
    endless = "Ẩ" * 300
    found = text_of(sheets(Home(ORDINARY.due, address=endless)))

    assert endless in found.replace(" ", "")
