"""Read a PostgreSQL statement as tokens: enough to know where a condition begins and ends."""

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"(?P<skip>\s+|--[^\n]*)|(?P<text>'(?:[^']|'')*')|(?P<parameter>%\(\w+\)s)|(?P<cast>::\w+(?:\[\])?)"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z_]\w*)|(?P<sign><>|<=|>=|\|\||[-+*/<>=(),.\[\]])"
)


class Token(NamedTuple):
    """A word, sign or value; `depth` counts the brackets and the CASEs that are open around it."""

    kind: str
    text: str
    start: int
    end: int
    depth: int
    line: int

    def says(self, *words: str) -> bool:
        return self.text in words


def tokens_of(sql: str) -> list[Token]:
    """All tokens, comments and white space left out. ValueError at anything unknown."""
    tokens: list[Token] = []
    depth = position = 0
    while position < len(sql):
        found = TOKEN.match(sql, position)
        if found is None or found.lastgroup is None:
            raise ValueError(f"What is this: {sql[position : position + 20]!r}?")
        position = found.end()
        if found.lastgroup == "skip":
            continue
        text = found.group()
        depth -= text in {")", "END", "]"}
        line = sql.count("\n", 0, found.start()) + 1
        tokens.append(Token(found.lastgroup, text, found.start(), found.end(), depth, line))
        depth += text in {"(", "CASE", "["}
    return tokens
