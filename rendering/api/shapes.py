"""The JSON shapes of films and gates, as the API shows them."""

from typing import Any

from rest_framework import serializers

from billing.port import GateView, MonthFigures
from core.amounts import text
from rendering.editing import timecode
from rendering.models import Film
from rendering.selectors import FilmCard
from rendering.stages import sequence

Amount = serializers.CharField  # credits with two places, such as "40.00"


class Notice(serializers.Serializer[object]):
    code = serializers.CharField(source="kind")
    text = serializers.CharField()
    at = serializers.DateTimeField()


class GateMark(serializers.Serializer[object]):
    id = serializers.CharField()
    kind = serializers.CharField()
    number = serializers.SerializerMethodField()

    def get_number(self, gate: GateView) -> int:
        return sequence.number_of(gate.kind)


class CutMark(serializers.Serializer[object]):
    number = serializers.IntegerField()
    seconds = serializers.SerializerMethodField()

    def get_seconds(self, cut: Any) -> str:
        return timecode.seconds_in(cut.frames)


class FilmOut(serializers.Serializer[object]):
    """A film, what it has cost, and what it waits for."""

    id = serializers.CharField(source="film.public_id")
    name = serializers.CharField(source="film.name")
    idea = serializers.CharField(source="film.idea")
    mode = serializers.ChoiceField(Film.Mode.choices, source="film.mode")
    state = serializers.ChoiceField(Film.Status.choices, source="film.status")
    stage = serializers.ChoiceField(Film.Stage.choices, source="film.stage")
    stage_number = serializers.SerializerMethodField()
    waits_for = serializers.SerializerMethodField()
    duration_seconds = serializers.IntegerField(source="film.duration_seconds")
    aspect = serializers.CharField(source="film.aspect")
    language = serializers.CharField(source="film.language")
    resolution = serializers.CharField(source="film.resolution")
    drafts_only = serializers.BooleanField(source="film.is_drafts_only")
    budget = serializers.SerializerMethodField()
    spent = serializers.SerializerMethodField()
    held = serializers.SerializerMethodField()
    told = serializers.ListField(child=serializers.CharField(), source="film.told")
    notices = Notice(many=True)
    gate = GateMark(allow_null=True)
    cut = CutMark(allow_null=True)
    created_at = serializers.DateTimeField(source="film.created_at")
    finished_at = serializers.DateTimeField(source="film.finished_at", allow_null=True)

    def get_stage_number(self, card: FilmCard) -> int:
        return sequence.number_of(card.film.stage)

    def get_waits_for(self, card: FilmCard) -> str | None:
        return card.film.waits_for or None

    def get_budget(self, card: FilmCard) -> str | None:
        return text(card.budget)

    def get_spent(self, card: FilmCard) -> str:
        return text(card.spending.spent) or ""

    def get_held(self, card: FilmCard) -> str:
        return text(card.spending.held) or ""


class BillLineOut(serializers.Serializer[object]):
    name = serializers.CharField(source="label")
    tier = serializers.CharField(source="kind")
    engine = serializers.CharField(source="spec.model")
    detail = serializers.SerializerMethodField()
    amount = serializers.SerializerMethodField()

    def get_detail(self, line: Any) -> str:
        seconds = line.spec.get("seconds")
        tier = str(line.spec.get("resolution", ""))
        return f"{seconds} s {tier}" if seconds else tier

    def get_amount(self, line: Any) -> str:
        return text(line.amount) or ""


class QuoteOut(serializers.Serializer[object]):
    id = serializers.CharField()
    lines = BillLineOut(many=True)
    stills_total = serializers.SerializerMethodField()
    drafts_total = serializers.SerializerMethodField()
    masters_total = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()

    def get_stills_total(self, quote: Any) -> str:
        return text(quote.total_of("still")) or ""

    def get_drafts_total(self, quote: Any) -> str:
        return text(quote.total_of("draft")) or ""

    def get_masters_total(self, quote: Any) -> str:
        return text(quote.total_of("master")) or ""

    def get_total(self, quote: Any) -> str:
        return text(quote.total) or ""


class GateOut(serializers.Serializer[object]):
    """What a gate shows; answer it with its id and digest."""

    id = serializers.CharField()
    kind = serializers.CharField()
    number = serializers.SerializerMethodField()
    title = serializers.CharField(source="shown.title")
    text = serializers.ListField(child=serializers.CharField(), source="shown.text")
    answers = serializers.ListField(child=serializers.CharField(), source="shown.answers")
    files = serializers.ListField(child=serializers.CharField(), source="shown.files")
    scene = serializers.IntegerField(source="shown.scene", allow_null=True)
    digest = serializers.CharField()
    quote = QuoteOut(allow_null=True)
    changed = serializers.SerializerMethodField()
    allowance_left = serializers.SerializerMethodField()
    budget = serializers.SerializerMethodField()

    def get_number(self, gate: GateView) -> int:
        return sequence.number_of(gate.kind)

    def get_changed(self, gate: GateView) -> list[str] | None:
        return gate.shown.get("changed")

    def get_allowance_left(self, gate: GateView) -> str | None:
        figures: MonthFigures = self.context["month"]
        return text(figures.left)

    def get_budget(self, gate: GateView) -> str | None:
        return text(self.context["budget"])
