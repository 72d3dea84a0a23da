import pytest

from agent_app.ui.look import Look
from agent_app.ui.theme import DARK, LEAST_CONTRAST, LIGHT, Tokens, Tone, contrast

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
WORDS = [tone for tone in Tone if tone is not Tone.ON_BRAND]


@THEMES
@pytest.mark.parametrize("tone", WORDS)
@pytest.mark.parametrize("behind", ["surface", "raised", "hover", "brand_wash"])
def test_every_word_can_be_read_on_every_surface(tokens: Tokens, tone: Tone, behind: str) -> None:
    assert contrast(tokens.colour(tone), getattr(tokens, behind)) >= LEAST_CONTRAST


@THEMES
@pytest.mark.parametrize("tone", [Tone.GOOD, Tone.SOON, Tone.LATE])
def test_a_state_can_be_read_on_its_own_wash(tokens: Tokens, tone: Tone) -> None:
    assert contrast(tokens.colour(tone), getattr(tokens, f"{tone}_wash")) >= LEAST_CONTRAST


@THEMES
def test_the_words_of_the_main_button_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_brand, tokens.brand) >= LEAST_CONTRAST
    assert contrast(tokens.on_brand, tokens.brand_strong) >= LEAST_CONTRAST


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)


def test_an_icon_takes_the_colour_of_its_meaning(look: Look) -> None:
    picture = look.pixmap("circle-check", Tone.GOOD).toImage()
    inked = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }

    assert inked == {LIGHT.good.lower()}
