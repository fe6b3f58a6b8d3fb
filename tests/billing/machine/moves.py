"""Every move of the money core, made on the real services and on the model, with what must hold after each."""

import copy
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import ROUND_UP, Decimal
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from billing import port
from billing.errors import AlreadyAnswered, CeilingTooLow, InsufficientAllowance, NotPermitted
from billing.models import Cap, Hold, Mandate, TopUp
from billing.services import caps, proof, topups
from core import clock
from studios.services import idempotency
from tests.billing.bills import approve, pay, payer, show, work
from tests.billing.machine.model import Cap as ModelCap
from tests.billing.machine.model import Model, Money
from tests.billing.moved_clock import Clock
from tests.core.at_once import at_once

FILMS = ("flm_a", "flm_b", "flm_c")
numbers = itertools.count(1)
cents = st.decimals(min_value="0.01", max_value="40", places=2)
bills = st.lists(cents, min_size=1, max_size=4)
films = st.sampled_from(FILMS)
places = st.integers(0, 30)


class MoneyMachine(RuleBasedStateMachine):
    """One studio with a license's share; its clock only ever goes forward, through all machines of a session."""

    time: Clock
    are_at_once: bool = True

    def __init__(self) -> None:
        super().__init__()
        self.time.move(timedelta(days=1))
        self.began = clock.now()
        self.who = payer(f"studio-{next(numbers)}", ceiling="150", license_ceiling="120")
        self.model = Model(Money(150), Money(120))
        self.model.open(self.month)
        self.lines: list[str] = []
        self.work: dict[str, tuple[str, str, Money]] = {}  # line: its work, film and amount
        self.signed: dict[str, tuple[datetime, str | None]] = {}  # line: until when, and under which mandate
        self.ordered: dict[str, str] = {}
        self.revoked: set[str] = set()
        self.funded: set[str] = set()

    @property
    def month(self) -> Any:
        return caps.month_of(self.who.timezone)

    # --- approvals and mandates ----------------------------------------------------------------------------------

    @rule(film=films, costs=bills)
    def approve(self, film: str, costs: list[Money]) -> None:
        gate, named = self._shown(film, costs)
        self._expect(film, named, lambda: approve(self.who, gate))

    @rule(film=films, costs=bills)
    def approve_twice_at_once(self, film: str, costs: list[Money]) -> None:
        gate, named = self._shown(film, costs)
        if not self.are_at_once:
            self._expect(film, named, lambda: approve(self.who, gate))
            return
        told = at_once([partial(approve, self.who, gate)] * 2)
        refused = [type(answer) for answer in told if answer is not None]
        if self._funded(film, named) is None:
            assert refused == [InsufficientAllowance] * 2
        else:
            assert refused == [AlreadyAnswered]
            self._remember(film, named, None)

    @rule(film=films, costs=bills)
    def approve_and_replay(self, film: str, costs: list[Money]) -> None:
        gate, named = self._shown(film, costs)
        key = f"key-{next(numbers)}"

        def post() -> bool:
            def answered() -> tuple[int, Any]:
                approve(self.who, gate)
                return 200, {}

            told = idempotency.once(self.who.studio_id, key=key, request_digest=key, work=answered)
            return told.is_replayed

        if self._expect(film, named, post):
            assert post()
            assert post()

    @rule(film=films, ceiling=cents, costs=bills)
    def release_under_a_new_mandate(self, film: str, ceiling: Money, costs: list[Money]) -> None:
        if any(mandate.subject == film for mandate in Mandate.objects.for_studio(self.who.studio_id)):
            return  # the first that covers the kinds is the one that is used
        port.give_mandate(self.who, subject=film, kinds=["draft"], ceiling=ceiling, by="lic")
        mandate = Mandate.objects.for_studio(self.who.studio_id).get(subject=film).public_id
        self.model.mandates[mandate] = ModelCap(ceiling)
        named, planned = self._named(film, costs)
        fits = sum(costs) <= ceiling
        funded = self.model.fund(self.month, film, named, mandate) if fits else None
        assert port.release_under_mandate(self.who, subject=film, planned=planned) == (funded is not None)
        if funded is not None:
            self._remember(film, named, mandate)

    @rule(film=films)
    def revoke(self, film: str) -> None:
        port.revoke(self.who.studio_id, subject=film, stopped=[], by="lic")
        of_film = [line for line in self.lines if self.work[line][1] == film]
        self.revoked.update(of_film)
        for line in of_film:
            if line not in self.ordered:
                self.model.resolve(self._name(line), Money(0))

    @precondition(lambda self: self.lines)
    @rule(place=places)
    def order(self, place: int) -> None:
        line = self.lines[place % len(self.lines)]
        name, film, amount = self.work[line]
        is_good = (
            self._name(line) in self.model.held and line not in self.revoked and line not in self.ordered
        )
        is_good = is_good and self.signed[line][0] > clock.now()
        spec = work(str(amount))[0].described()
        order = f"att_{next(numbers)}"
        try:
            port.verify(self.who.studio_id, subject=film, line=line, work=name, spec=spec, order=order)
        except NotPermitted:
            assert not is_good
        else:
            assert is_good
            self.ordered[line] = order

    # --- holds -----------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.lines)
    @rule(
        place=places, how=st.sampled_from(["all", "part", "zero", "more"]), part=st.decimals(0, 1, places=3)
    )
    def capture(self, place: int, how: str, part: Decimal) -> None:
        line = self.lines[place % len(self.lines)]
        amount = self.work[line][2]
        reported = {"all": amount, "part": amount * part, "zero": Money(0), "more": amount + 1}[how]
        pay(self.who, {line: str(reported)})
        self.model.resolve(self._name(line), reported.quantize(Decimal("0.01"), rounding=ROUND_UP))

    @precondition(lambda self: self.lines)
    @rule(chosen=st.lists(places, min_size=1, max_size=3))
    def void(self, chosen: list[int]) -> None:
        lines = [self.lines[place % len(self.lines)] for place in chosen]
        port.void(self.who.studio_id, lines)
        for line in lines:
            self.model.resolve(self._name(line), Money(0))

    # --- ceilings and time -----------------------------------------------------------------------------------------

    @rule(amount=cents, days=st.integers(1, 40))
    def top_up(self, amount: Money, days: int) -> None:
        until = clock.from_now(days=days)
        made = topups.give(
            self.who.studio_id,
            amount,
            reason="x",
            expires_at=until,
            timezone=self.who.timezone,
            by="operator",
        )
        cap, _ = self.model.open(self.month)
        cap.ceiling += amount
        self.model.raises[made.public_id] = cap, amount, until

    @rule(ceiling=st.decimals(min_value=0, max_value=300, places=2))
    def set_allowance(self, ceiling: Money) -> None:
        try:
            caps.set_allowance(self.who.studio_id, ceiling, timezone=self.who.timezone)
        except CeilingTooLow:
            assert not self.model.allow(self.month, ceiling)
        else:
            assert self.model.allow(self.month, ceiling)

    @rule(film=films, ceiling=st.decimals(min_value=0, max_value=120, places=2))
    def set_budget(self, film: str, ceiling: Money) -> None:
        budget = self.model.films.get(film)
        try:
            port.set_budget(self.who.studio_id, subject=film, ceiling=ceiling)
        except CeilingTooLow:
            assert budget is not None
            assert ceiling < budget.held + budget.spent
        else:
            assert budget is None or ceiling >= budget.held + budget.spent
            self.model.films.setdefault(film, ModelCap(ceiling)).ceiling = ceiling

    @rule(film=films)
    def fund_waiting(self, film: str) -> None:
        groups: dict[str | None, dict[str, Money]] = {}
        for line in self.lines:
            name, of, amount = self.work[line]
            until, mandate = self.signed[line]
            if of == film and line not in self.funded | self.revoked and until > clock.now():
                groups.setdefault(mandate, {})[name] = amount
        before = copy.deepcopy(self.model)
        told = [self.model.fund(self.month, film, named, mandate) for mandate, named in groups.items()]
        try:
            port.fund_waiting(self.who, subject=film)
        except InsufficientAllowance:
            assert None in told
            self.model = before
        else:
            assert None not in told
            self.funded.update(line for line in self.lines if self._name(line) in self.model.held)

    @rule(length=st.sampled_from([timedelta(hours=5), timedelta(days=9), timedelta(days=33)]))
    def wait(self, length: timedelta) -> None:
        self.time.move(length)
        topups.end_due()
        self.model.end_raises(clock.now())

    # --- what must hold after each ---------------------------------------------------------------------------------

    @invariant()
    def the_figures_are_the_model_s(self) -> None:
        rows = {
            (row.scope, row.subject, row.month): (row.ceiling, row.held, row.spent, row.overhang)
            for row in Cap.objects.for_studio(self.who.studio_id)
        }
        for (scope, subject, month), figures in self._told():
            row = rows.pop((scope, subject, month), None)
            assert row == figures or (row is None and not any(figures[1:])), (scope, subject, month)
        assert not rows
        assert all(cap.held + cap.spent <= cap.ceiling for cap in self.model.months.values())

    @invariant()
    def the_ledger_is_proven(self) -> None:
        assert [equation for equation in proof.equations(self.began) if not equation.is_true] == []

    def teardown(self) -> None:
        open_holds = Hold.objects.for_studio(self.who.studio_id).filter(status="authorized").count()
        assert open_holds == len(self.model.held)
        ended = TopUp.objects.for_studio(self.who.studio_id).filter(status="granted").count()
        assert ended == len(self.model.raises)

    # --- words -----------------------------------------------------------------------------------------------------

    def _told(self) -> Iterator[tuple[tuple[str, str, Any], tuple[Money, ...]]]:
        kinds: list[tuple[str, dict[Any, ModelCap]]] = [
            ("studio_month", self.model.months), ("license_month", self.model.shares), ("film", self.model.films),
            ("mandate", self.model.mandates),
        ]  # fmt: skip
        for scope, found in kinds:
            for name, cap in found.items():
                is_month = scope.endswith("month")
                subject = {"studio_month": "", "license_month": self.who.license}.get(scope, name)
                yield (
                    (scope, subject, name if is_month else None),
                    (cap.ceiling, cap.held, cap.spent, cap.overhang),
                )

    def _named(self, film: str, costs: list[Money]) -> tuple[dict[str, Money], list[port.Planned]]:
        first = next(numbers) * 10
        planned = work(*map(str, costs), film=film, first=first)
        return {line.work: cost for line, cost in zip(planned, costs, strict=True)}, planned

    def _shown(self, film: str, costs: list[Money]) -> tuple[port.GateView, dict[str, Money]]:
        named, planned = self._named(film, costs)
        return show(self.who, planned, film=film), named

    def _funded(self, film: str, named: dict[str, Money]) -> set[str] | None:
        return self.model.fund(self.month, film, named)

    def _expect(self, film: str, named: dict[str, Money], move: Callable[[], Any]) -> bool:
        """Make a move that funds these; True when it was not refused."""
        funded = self._funded(film, named)
        try:
            move()
        except InsufficientAllowance:
            assert funded is None
            return False
        assert funded is not None
        self._remember(film, named, None)
        return True

    def _remember(self, film: str, named: dict[str, Money], mandate: str | None) -> None:
        released = port.released_lines(self.who.studio_id, film)
        for name, amount in named.items():
            line = released[name]
            assert line.is_funded == (name in self.model.held), name
            self.lines.append(line.id)
            self.work[line.id] = name, film, amount
            self.signed[line.id] = clock.from_now(days=30), mandate
            self.funded.update([line.id] if line.is_funded else [])

    def _name(self, line: str) -> str:
        return self.work[line][0]
