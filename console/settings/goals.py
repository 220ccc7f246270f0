"""Pure: [scorecard] of a warroom.toml to values: what is aimed at across incidents."""

from console.settings.own import GoalSettings
from console.settings.tables import Table


def read_goals(document: Table) -> GoalSettings:
    """Return the goals; what is not said, or wrong, is as usual."""
    table, usual = document.table("scorecard"), GoalSettings()
    spans = {
        name: round(table.seconds(name, getattr(usual, name) / 1000, low=1.0) * 1000)
        for name in ("detect_within", "restore_within", "postmortem_within", "actions_within", "window")
    }
    share = table.whole("share", usual.share, 1, 100)
    down = table.whole("repeats_down", usual.repeats_down, 0, 100)
    least = table.whole("least", usual.least, 1, 1000)
    table.finish()
    return GoalSettings(**spans, share=share, repeats_down=down, least=least)
