"""What every dialog says of production: never of clusters that it is not about."""

from console.present.banner import production_line
from console.present.snapshot import Context
from tests.room import SCHEME

EU, US = "arn:eu", "arn:us"


def said(production: str, *clusters: str, names: dict[str, str] | None = None) -> str:
    productions = {EU: "Europe"} if names is None else names
    context = Context("alice", SCHEME, production=production, productions=productions)
    return "".join(span.text for span in production_line(context, clusters))


def test_a_cluster_in_production_is_called_by_its_name() -> None:
    assert said("Europe", EU, "staging") == "Europe [PRODUCTION]"


def test_over_another_cluster_nothing_claims_to_be_production() -> None:
    assert said("Europe", "staging") == ""


def test_a_room_in_production_says_so_everywhere() -> None:
    assert said("prod room", "staging") == said("prod room") == "prod room [PRODUCTION]"


def test_the_word_is_never_cut_off() -> None:
    names = {EU: "e" * 80, US: "u" * 80}
    assert said("", EU, US, names=names).endswith("… [PRODUCTION]")


def test_in_a_drill_every_dialog_says_that_nothing_is_real() -> None:
    context = Context("alice", SCHEME, production="prod", drill="bad-deploy")
    assert "".join(span.text for span in production_line(context, ("drill",))) == "DRILL: nothing here is real"
