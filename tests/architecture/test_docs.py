"""The documents name what exists: links, paths, tests and settings."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import source

PAGES = [
    page for places in ("*.md", "docs/**/*.md", "deploy/*.md") for page in sorted(source.ROOT.glob(places))
]
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://)([^)#]+)(?:#[^)]*)?\)")
QUOTED = re.compile(r"`([^`\s]+)`")
TOP = {path.name for path in source.ROOT.iterdir()} - {"var", ".venv"}
HOME = "README.md"


def prose(page: Path) -> str:
    """The page without its code blocks."""
    return FENCED.sub("", page.read_text())


def links(page: Path) -> Iterator[Path]:
    for found in LINK.finditer(prose(page)):
        yield page.parent / found[1]


def quoted(page: Path) -> list[str]:
    return QUOTED.findall(prose(page))


@pytest.mark.parametrize("page", PAGES, ids=source.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [str(target) for target in links(page) if not target.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=source.name)
def test_every_path_exists(page: Path) -> None:
    paths = [word for word in quoted(page) if "/" in word and word.partition("/")[0] in TOP]
    assert [word for word in paths if not (source.ROOT / word).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=source.name)
def test_every_test_it_names_is_there(page: Path) -> None:
    there = "".join(path.read_text() for path in source.python("tests"))
    named = [word for word in quoted(page) if re.fullmatch(r"test_\w+", word)]
    assert [word for word in named if f"def {word}(" not in there] == []


def test_every_page_can_be_reached_from_the_first() -> None:
    reached, fresh = set[Path](), {source.ROOT / HOME}
    while fresh:
        reached |= fresh
        fresh = {
            target.resolve() for page in fresh for target in links(page) if target.suffix == ".md"
        } - reached
    assert {source.name(page) for page in PAGES} - {source.name(page) for page in reached} == set()


def test_the_readme_names_every_setting_and_no_other() -> None:
    code = "".join(path.read_text() for path in source.python("pod_service", "pod_cli"))
    told = {word for word in quoted(source.ROOT / HOME) if word.startswith("POD_")}
    assert told == {name.removesuffix("_FILE") for name in re.findall(r'"(POD_[A-Z_]*[A-Z])"', code)}
