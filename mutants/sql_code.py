"""Make the mutants of a PostgreSQL statement. What PostgreSQL does not take is found out later and not counted."""

from collections.abc import Iterator

from mutants.mutant import Mutant, named_apart
from mutants.sql_tokens import Token, tokens_of

SWAPPED = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "<>": "=", "=": "<>", "+": "-", "-": "+", "least": "greatest",
    "greatest": "least", "min": "max", "max": "min", "bool_or": "bool_and", "NOT": "", "DESC": "", "LEFT": "",
    "DISTINCT": "",
}  # fmt: skip
EDGES = {
    "WHERE", "ON", "AND", "OR", "WHEN", "THEN", "ELSE", "HAVING", "SELECT", "AS", "GROUP", "ORDER", "LIMIT", "UNION",
    "RETURNING", "FOR", "FROM", "JOIN", "LEFT", "CROSS", "SET", ",",
}  # fmt: skip
"""Where a condition ends, besides the bracket around it."""
STARTS = {"WHERE", "ON", "HAVING"}


def mutants_of(file: str, sql: str) -> list[Mutant]:
    """Every mutant of the statement."""
    return named_apart(_Statement(file, sql).mutants())


class _Statement:
    def __init__(self, file: str, sql: str) -> None:
        self.file, self.sql, self.tokens = file, sql, tokens_of(sql)
        self.parts = self._parts()

    def mutants(self) -> Iterator[Mutant]:
        for place, token in enumerate(self.tokens):
            yield from self._conditions(place, token)
            yield from self._swaps(place, token)
            yield from self._clauses(place, token)
            yield from self._branches(place, token)

    def _conditions(self, place: int, token: Token) -> Iterator[Mutant]:
        """Each operand of AND and OR, and each condition that stands alone, is left out."""
        if token.says("AND", "OR") and not self._is_between(place):
            neutral = "true" if token.text == "AND" else "false"
            for first, last in (self._operand_before(place), self._operand_after(place)):
                yield from self._put(first, last, neutral)
            yield from self._put(place, place, "OR" if token.text == "AND" else "AND")
        elif token.text in STARTS:
            first, last = self._operand_after(place)
            if first <= last and self._text(first, last) != "true":
                yield from self._put(first, last, "true")

    def _swaps(self, place: int, token: Token) -> Iterator[Mutant]:
        before = self.tokens[place - 1] if place else token
        if token.kind == "number":
            yield from self._put(place, place, str(int(float(token.text)) + 1))
        elif token.text == "DISTINCT" and before.says("IS", "NOT"):
            if before.text == "IS":  # after NOT the IS is what is changed
                yield from self._put(place, place, "NOT DISTINCT")
        elif (
            token.text in SWAPPED
            and not (token.text == "=" and self._is_assignment(place))
            and not (token.text == "NOT" and before.text == "IS")
        ):
            yield from self._put(place, place, SWAPPED[token.text])
        if token.says("IS") and place + 1 < len(self.tokens):
            after = self.tokens[place + 1].text
            if after == "NULL":
                yield from self._put(place, place, "IS NOT")
            elif after == "NOT":
                yield from self._put(place, place + 1, "IS")

    def _clauses(self, place: int, token: Token) -> Iterator[Mutant]:
        """Locks, orders, limits, assignments and the fallbacks of coalesce are left out."""
        if token.says("FOR") and self.tokens[place + 1].text == "UPDATE":
            yield from self._put(place, place + 1, "")
        elif token.says("ORDER", "LIMIT"):
            yield from self._put(place, self._end(place, {"FOR", "LIMIT", "UNION"}), "")
        elif token.says("coalesce"):
            comma = next(
                at for at in range(place, len(self.tokens))
                if self.tokens[at].text == "," and self.tokens[at].depth == token.depth + 1
            )  # fmt: skip
            yield from self._put(comma, self._end(comma, set()), "")
        elif token.says("=") and self._is_assignment(place):
            end = self._end(place, {",", "FROM", "WHERE", "RETURNING"})
            follows = self.tokens[end + 1].text == ","
            if follows:
                yield from self._put(place - 1, end + 1, "")
            elif self.tokens[place - 2].text == ",":
                yield from self._put(place - 2, end, "")

    def _branches(self, place: int, token: Token) -> Iterator[Mutant]:
        """Each branch of a CASE is left out; one that is the only one is always or never taken."""
        if not token.says("WHEN"):
            return
        end = self._end(place, {"WHEN", "ELSE"})
        whens = [
            at
            for at in range(len(self.tokens))
            if self.tokens[at].says("WHEN") and self._same_case(at, place)
        ]
        if len(whens) > 1:
            yield from self._put(place, end, "")
        else:
            first, last = self._operand_after(place)
            yield from self._put(first, last, "true")
            yield from self._put(first, last, "false")

    def _same_case(self, one: int, other: int) -> bool:
        low, high = sorted((one, other))
        depth = self.tokens[one].depth
        return all(token.depth >= depth for token in self.tokens[low : high + 1])

    def _put(self, first: int, last: int, text: str) -> Iterator[Mutant]:
        if first > last:
            return
        start, end = self.tokens[first].start, self.tokens[last].end
        changed = f"{self.sql[:start]}{text}{self.sql[end:]}"
        before = " ".join(self.sql[start:end].split())
        near = " ".join(self.sql[max(0, start - 24) : start].split())
        after = " ".join(self.sql[end : end + 24].split())
        change = f"… {near} [{before} → {text or 'nothing'}] {after} …"
        yield Mutant(file=self.file, where=self.parts[first], change=change, lines=frozenset(), text=changed)

    def _operand_before(self, place: int) -> tuple[int, int]:
        first = place - 1
        while first >= 0 and not self._is_edge(first, self.tokens[place].depth):
            first -= 1
        return first + 1, place - 1

    def _operand_after(self, place: int) -> tuple[int, int]:
        last = place + 1
        depth = self.tokens[place].depth
        while last < len(self.tokens) and not self._is_edge(last, depth):
            last += 1
        return place + 1, last - 1

    def _is_edge(self, place: int, depth: int) -> bool:
        token = self.tokens[place]
        if token.depth < depth:
            return True
        if token.depth > depth or token.text not in EDGES or self._is_between(place):
            return False
        return not (token.says("FROM") and place and self.tokens[place - 1].says("DISTINCT"))

    def _is_between(self, place: int) -> bool:
        """Whether this AND belongs to a BETWEEN."""
        if self.tokens[place].text != "AND":
            return False
        for token in reversed(self.tokens[:place]):
            if token.depth < self.tokens[place].depth:
                return False
            if token.depth == self.tokens[place].depth and token.says("BETWEEN"):
                return True
            if token.depth == self.tokens[place].depth and token.text in EDGES:
                return False
        return False

    def _is_assignment(self, place: int) -> bool:
        for token in reversed(self.tokens[:place]):
            if token.depth < self.tokens[place].depth:
                return False
            if token.depth == self.tokens[place].depth and token.says("SET", "WHERE", "FROM", "SELECT"):
                return token.text == "SET"
        return False

    def _end(self, place: int, edges: set[str]) -> int:
        """The last token of what begins here: up to the bracket around it, or one of these words."""
        depth = self.tokens[place].depth
        end = place
        while end + 1 < len(self.tokens):
            token = self.tokens[end + 1]
            if token.depth < depth or (token.depth == depth and token.text in edges):
                break
            end += 1
        return end

    def _parts(self) -> list[str]:
        """For each token the name of the WITH part it stands in; the last one is called select."""
        parts, now = [], "select"
        for place, token in enumerate(self.tokens):
            if token.depth == 0 and token.says("AS") and self.tokens[place + 1].says("(", "MATERIALIZED"):
                now = self.tokens[place - 1].text
            elif token.depth == 0 and token.says("SELECT"):
                now = "select"
            parts.append(now)
        return parts

    def _text(self, first: int, last: int) -> str:
        return self.sql[self.tokens[first].start : self.tokens[last].end]
