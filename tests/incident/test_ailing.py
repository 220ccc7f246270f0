"""Since when services are not ok, as the log has it."""

from console.incident.clock import MINUTE
from console.incident.events import HealthChanged
from tests.incident.story import START, Story


def test_a_service_that_gets_worse_is_not_ok_since_the_first_step_and_ok_again_ends_it() -> None:
    story = Story()
    for before, after in (("ok", "degraded"), ("degraded", "down"), ("down", "unknown"), ("unknown", "down")):
        story.write(HealthChanged("web", before, after), incident="")
        story.wait(MINUTE)
    story.write(HealthChanged("api", "ok", "unknown"), incident="")
    assert story.state.ailing == {"web": START}
    story.write(HealthChanged("web", "down", "ok"), incident="")
    assert story.state.ailing == {}
