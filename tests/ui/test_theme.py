import pytest

from agent_app.ui.look import Look
from agent_app.ui.theme import DARK, HIGH, HIGH_CONTRAST, LEAST_CONTRAST, LIGHT, Tokens, Tone, contrast

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK, HIGH], ids=["light", "dark", "high"])
WASHES = ("brand_wash", "good_wash", "soon_wash", "late_wash")
WORDS = [tone for tone in Tone if tone is not Tone.ON_BRAND]


def least(tokens: Tokens) -> float:
    """The least contrast that a theme promises."""
    return HIGH_CONTRAST if tokens is HIGH else LEAST_CONTRAST


@THEMES
@pytest.mark.parametrize("tone", WORDS)
@pytest.mark.parametrize("behind", ["surface", "raised", "hover", "brand_wash"])
def test_every_word_can_be_read_on_every_surface(tokens: Tokens, tone: Tone, behind: str) -> None:
    assert contrast(tokens.colour(tone), getattr(tokens, behind)) >= least(tokens)


@THEMES
@pytest.mark.parametrize("tone", [Tone.GOOD, Tone.SOON, Tone.LATE])
def test_a_state_can_be_read_on_its_own_wash(tokens: Tokens, tone: Tone) -> None:
    assert contrast(tokens.colour(tone), getattr(tokens, f"{tone}_wash")) >= least(tokens)


@THEMES
@pytest.mark.parametrize("wash", WASHES)
def test_plain_words_can_be_read_on_every_wash(tokens: Tokens, wash: str) -> None:
    assert contrast(tokens.ink, getattr(tokens, wash)) >= least(tokens)


@THEMES
def test_the_ring_of_the_focus_is_seen_on_every_surface(tokens: Tokens) -> None:
    for behind in ("surface", "raised", "brand_wash"):
        assert contrast(tokens.brand, getattr(tokens, behind)) >= least(tokens)


@THEMES
def test_the_words_of_the_main_button_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_brand, tokens.brand) >= least(tokens)
    assert contrast(tokens.on_brand, tokens.brand_strong) >= least(tokens)


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
