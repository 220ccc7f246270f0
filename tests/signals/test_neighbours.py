"""What an action did to the services beside its own."""

from console.signals.neighbours import Sides, among, beside, callers_of
from console.signals.verdict import IMPROVED, UNKNOWN, WORSE, Figures

RECOVERED = Sides(Figures(0.84, 9.0, 30), Figures(0.0, 0.2, 30))
STEADY = Sides(Figures(0.0, 0.1, 30), Figures(0.0, 0.1, 30))
BROKEN = Sides(Figures(0.0, 0.1, 30), Figures(0.9, 0.1, 30))
UNSEEN = Sides(None, None)


def test_services_that_changed_clearly_are_told_and_those_that_depend_on_it_come_first() -> None:
    others = {"cache": BROKEN, "database": STEADY, "queue": UNSEEN, "web": RECOVERED}
    assert beside(others, {"web"}, 90) == (
        "web, which depends on it, improved: 84 % → 0.0 %; cache worse: 0.0 % → 90 %"
    )
    assert beside({"database": STEADY, "queue": UNSEEN}, {"database"}, 90) == ""


def test_who_calls_a_service_through_others_depends_on_it_too() -> None:
    calls = {"web": ("api",), "api": ("payments", "database"), "worker": ("database",), "payments": ()}
    assert callers_of("payments", calls) == {"api", "web"}
    assert callers_of("web", calls) == frozenset()
    assert callers_of("a", {"a": ("b",), "b": ("a",)}) == {"b"}


def test_what_is_no_service_is_judged_by_those_that_were_not_ok() -> None:
    verdict = among({"api": STEADY, "web": RECOVERED}, 90)
    assert verdict.word == IMPROVED
    assert verdict.text.startswith("judged by what was not ok: web error rate 84 % → 0.0 %")
    assert "api p95" in verdict.text
    assert among({"api": BROKEN, "web": RECOVERED}, 90).word == WORSE


def test_without_numbers_of_them_it_stays_unknown_and_says_of_whom() -> None:
    verdict = among({"web": UNSEEN}, 90)
    assert verdict.word == UNKNOWN
    assert "web: too few samples" in verdict.text
