import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.names import day_prefix, incident_id, slug
from tests.incident.story import START


def test_an_id_is_made_of_the_day_in_utc_and_a_number() -> None:
    assert incident_id(START, 1) == "INC-20261121-001"
    assert incident_id(START, 1000) == "INC-20261121-1000"
    assert incident_id(START, 7).startswith(day_prefix(START))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("API degradation", "api-degradation"),
        ("Checkout errors after web 2.4.1!", "checkout-errors-after-web-2-4-1"),
        ("Café über-überlastet", "cafe-uber-uberlastet"),
        ("../../etc/passwd", "etc-passwd"),
        ("数据库", "incident"),
        ("customer's cart", "customers-cart"),
        ("x" * 100, "x" * 60),
        ("a" * 40 + " " + "b" * 40, "a" * 40),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert slug(title) == name


@given(st.text(max_size=300))
def test_no_title_makes_a_dangerous_file_name(title: str) -> None:
    name = slug(title)
    assert 0 < len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.startswith("-")
