from decimal import Decimal

import pytest

from billing.pricing import AmbiguousPrice, PriceRow, Spec, UnknownPrice, price, rounded_up


def row(resolution: str, *, audio: str = "included", unit: str = "second", credits: str = "10") -> PriceRow:
    return PriceRow("a-model", resolution, audio, unit, Decimal(credits))


def clip(resolution: str = "720p", *, seconds: int = 5, audio: bool | None = True) -> Spec:
    return Spec(model="a-model", kind="clip", resolution=resolution, seconds=seconds, audio=audio)


STILL = Spec(model="a-model", kind="still", resolution="1K")


def test_it_multiplies_a_price_by_the_second() -> None:
    assert price(clip(seconds=7), [row("720p", credits="41")]) == Decimal("287.00")


def test_it_takes_a_price_by_the_clip_as_it_is() -> None:
    assert price(clip(seconds=7), [row("720p", unit="clip", credits="60")]) == Decimal("60.00")


def test_it_picks_the_row_of_the_clip_s_own_length() -> None:
    rows = [row("720p@4s", unit="clip", credits="63"), row("720p@6s", unit="clip", credits="84")]
    assert price(clip(seconds=6), rows) == Decimal("84.00")


def test_it_refuses_a_length_that_has_no_row() -> None:
    with pytest.raises(UnknownPrice):
        price(clip(seconds=5), [row("720p@4s", unit="clip")])


@pytest.mark.parametrize("spelled", ["720p", "720P", "std(720p)", "STD(720P)", "any"])
def test_it_reads_every_spelling_of_a_tier(spelled: str) -> None:
    assert price(clip("720p"), [row(spelled), row("1080p", credits="99")]) == Decimal("50.00")


@pytest.mark.parametrize(
    ("column", "audio"),
    [
        *[("on", True), ("off", False), ("none", False), ("none", None)],
        *[(column, audio) for column in ("included", "any", "n/a") for audio in (True, False, None)],
    ],
)
def test_it_accepts_the_sound_a_row_prices(column: str, audio: bool | None) -> None:
    assert price(clip(audio=audio), [row("720p", audio=column)]) == Decimal("50.00")


@pytest.mark.parametrize(
    ("column", "audio"),
    [
        ("on", False),
        ("on", None),
        ("off", True),
        ("off", None),
        ("none", True),
        ("input", True),
        ("yes", True),
    ],
)
def test_it_refuses_the_sound_a_row_does_not_price(column: str, audio: bool | None) -> None:
    with pytest.raises(UnknownPrice):
        price(clip(audio=audio), [row("720p", audio=column)])


@pytest.mark.parametrize("unit", ["second", "clip", "call", "megapixel", "1M_out_tokens"])
def test_a_still_is_priced_by_the_image_only(unit: str) -> None:
    with pytest.raises(UnknownPrice):
        price(STILL, [row("1K", unit=unit, audio="n/a")])


def test_it_refuses_to_choose_between_two_prices() -> None:
    with pytest.raises(
        AmbiguousPrice, match="more than one price for 5 s of 720p by a-model, with sound"
    ) as refusal:
        price(clip(), [row("720p"), row("any")])
    assert refusal.value.spec == clip()


def test_an_unknown_price_names_engine_tier_and_unit() -> None:
    wanted = clip("8k", audio=False)
    with pytest.raises(UnknownPrice) as refusal:
        price(wanted, [row("720p")])
    assert str(refusal.value) == (
        "The price book has no price for 5 s of 8k by a-model, silent (priced by second or clip)."
    )
    assert refusal.value.spec == wanted


def test_a_price_of_nothing_is_none() -> None:
    with pytest.raises(UnknownPrice):
        price(clip(), [row("720p", credits="0")])


def test_a_variant_is_another_model() -> None:
    with pytest.raises(UnknownPrice):
        price(clip(), [PriceRow("a-model#video_in", "720p", "included", "second", Decimal(1))])


@pytest.mark.parametrize(
    ("credits", "seconds", "total"),
    [("1.001", 1, "1.01"), ("3.24", 3, "9.72"), ("0.0001", 5, "0.01")],
)
def test_the_whole_unit_is_rounded_up_once(credits: str, seconds: int, total: str) -> None:
    assert price(clip(seconds=seconds), [row("720p", credits=credits)]) == Decimal(total)


def test_rounding_never_goes_down() -> None:
    assert rounded_up(Decimal("0.4210000001")) == Decimal("0.43")
