"""Every example of a configuration in README.md and docs/ can be read."""

import re
from pathlib import Path

import pytest

from console.toml_text import parse_toml

ROOT = Path(__file__).parents[1]
EXAMPLES = [
    pytest.param(block, id=f"{file.name}-{number}")
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for number, block in enumerate(re.findall(r"^```toml\n(.*?)^```$", file.read_text(), re.MULTILINE | re.DOTALL), 1)
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_in_the_documents_is_toml(example: str) -> None:
    assert parse_toml(example)
