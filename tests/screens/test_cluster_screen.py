"""Screen 2 and a workload's page: how they look at every size, what the keys do, what goes wrong meanwhile."""

from pathlib import Path

import pytest

from console.incident.action import Target
from tests.hostile import HOSTILE
from tests.present.cluster_scene import a_pod, a_workload, crowd, gone, the_cluster
from tests.room import NOW, a_context, text, until
from tests.screens.cluster_stage import CRASH, FakeLogs, FakeTail, Stage, on_cluster
from tests.screens.test_golden_screens import SIZES, compare
from widgets.pane import TablePane

WEB = Target("prod-eu", "Deployment", "shop", "web", "uid-web")
POD = Target("prod-eu", "Pod", "shop", "web-7d4b9c-k2x9p", "uid-web-7d4b9c-k2x9p")


def named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def pane(stage: Stage, name: str) -> TablePane:
    return stage.app.screen.query_one(f"#{name}", TablePane)


def focus(stage: Stage) -> str | None:
    focused = stage.app.screen.focused
    return None if focused is None else focused.id


async def shows(stage: Stage, words: str) -> None:
    await until(lambda: words in text(stage.app), stage.pilot)


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_a_cluster_in_a_bad_deploy_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), size=size) as stage:
        compare(f"cluster-{named(size)}", text(stage.app))


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_the_page_of_a_workload_with_a_log_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), size=size) as stage:
        await stage.press("enter", "p")
        await shows(stage, "FATAL")
        compare(f"workload-{named(size)}", text(stage.app))


async def test_a_cluster_that_does_not_answer_looks_like_this(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, gone(NOW), size=(80, 24)) as stage:
        compare("cluster-gone-80x24", text(stage.app))


@pytest.mark.parametrize("size", SIZES[:3], ids=named)
async def test_production_and_the_way_to_the_help_are_in_sight_at_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), size=size) as stage:
        assert "? help" in text(stage.app)
        for key in ("x", "question_mark"):
            await stage.press(key)
            assert "prod-eu [PRODUCTION]" in text(stage.app)
            await stage.press("escape")


async def test_every_table_is_reached_and_the_list_goes_round(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW)) as stage:
        titles = []
        for _ in range(6):
            await stage.press("right")
            titles.append(pane(stage, "main").value.title)
        assert titles == ["Pods", "Nodes", "Autoscalers", "Warning events", "Access  as oncall", "Workloads"]
        await stage.press("left")
        assert pane(stage, "main").value.title == "Access  as oncall"
        assert focus(stage) == "main"


async def test_the_pods_beside_belong_to_the_selected_row(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), size=(200, 50)) as stage:
        assert pane(stage, "pods").value.title == "Pods of deploy/web"
        assert pane(stage, "events").value.title == "Events of deploy/web"
        await stage.press("down", "down")
        assert pane(stage, "pods").value.title == "Pods of deploy/report"
        await stage.press("right", "right")
        assert pane(stage, "pods").value.title == "Pods on node/node-7"
        assert len(pane(stage, "pods").value.rows) == 6


KEYS = [
    (("r",), ("rollback", WEB)),
    (("s",), ("scale", WEB)),
    (("R",), ("restart", WEB)),
    (("right", "r"), ("rollback", WEB)),
    (("right", "x", "enter"), ("evict", POD)),
    (("right", "right", "x", "enter"), ("cordon", Target("prod-eu", "Node", "", "node-7"))),
    (("x", "p", "a", "u", "s", "enter"), ("pause", WEB)),
    (("enter", "s"), ("scale", WEB)),
    (("enter", "x", "d", "e", "l", "enter"), ("delete", POD)),
    (("enter", "tab", "tab", "r"), ("rollback", WEB)),
]


@pytest.mark.parametrize(("keys", "begun"), KEYS, ids=[" ".join(keys) for keys, _ in KEYS])
async def test_a_key_begins_an_action_on_exactly_the_selected_row(
    tmp_path: Path, keys: tuple[str, ...], begun: tuple[str, Target]
) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW)) as stage:
        for key in keys:
            await stage.press(key)
        assert stage.acting.begun == [begun]


async def test_what_cannot_be_done_to_a_row_is_said(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW)) as stage:
        await stage.press("right", "right", "r")
        await shows(stage, "Nothing here can be done a rollback")
        await stage.press("right", "right", "x")
        await shows(stage, "There is nothing to do with this row")
        assert stage.acting.begun == []


async def test_a_paused_workload_is_resumed_not_paused_again(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), at="prod-eu|workload:uid-mailer") as stage:
        await stage.press("x")
        assert "resume deploy/mailer" in text(stage.app)
        assert "pause deploy/mailer" not in text(stage.app)


async def test_a_filter_narrows_the_table_as_it_is_typed_and_esc_takes_it_back(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW)) as stage:
        await stage.press("slash", *"data")
        assert [row.cells[1].text for row in pane(stage, "main").value.rows] == ["sts/database"]
        await stage.press("enter", "r")
        assert stage.acting.begun[0][1].name == "database"
        await stage.press("escape")
        assert len(pane(stage, "main").value.rows) == 10
        await stage.press("slash", "x", "escape")
        assert len(pane(stage, "main").value.rows) == 10
        assert stage.answers == []


LEAVING = [("1", ""), ("escape", ""), ("n", "note"), ("5", "review"), ("6", "log"), ("q", "quit"), ("ctrl+c", "quit")]


@pytest.mark.parametrize(("key", "answer"), LEAVING, ids=[key for key, _ in LEAVING])
async def test_leaving_says_what_the_room_is_to_do_next(tmp_path: Path, key: str, answer: str) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW)) as stage:
        await stage.press(key)
        assert stage.answers == [answer]


async def test_the_room_is_one_key_away_from_a_page_and_the_cluster_is_esc(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW)) as stage:
        await stage.press("enter")
        await stage.press("escape")
        assert stage.answers == []
        assert "Wrong now" in text(stage.app)
        await stage.press("enter")
        await stage.press("1")
        assert stage.answers == [""]


async def test_another_cluster_is_chosen_and_actions_carry_its_name(tmp_path: Path) -> None:
    broken = (a_workload("api", 2, "8", NOW, available=0),)
    other = the_cluster(NOW, context="prod-us", workloads=broken, pods=())
    async with on_cluster(tmp_path, the_cluster(NOW), other) as stage:
        await stage.press("c")
        assert "Now looking at prod-us (2 of 2)." in text(stage.app)
        await stage.press("r")
        assert stage.acting.begun == [("rollback", Target("prod-us", "Deployment", "shop", "api", "uid-api"))]
        stage.live.show(other, the_cluster(NOW))
        await stage.press("s")
        assert stage.acting.begun[1][1].context == "prod-us"


async def test_the_cursor_stays_on_its_row_while_rows_move(tmp_path: Path) -> None:
    seen = the_cluster(NOW)
    async with on_cluster(tmp_path, seen, at="prod-eu|workload:uid-cart") as stage:
        assert pane(stage, "main").selected == "workload:uid-cart"
        worse = tuple(each._replace(available=0) if each.name == "cart" else each for each in seen.workloads)
        stage.live.show(seen._replace(workloads=worse))
        await until(lambda: "5 of 10 wrong" in text(stage.app), stage.pilot)
        await stage.press("r")
        assert stage.acting.begun[0][1].name == "cart"


async def test_a_row_that_has_no_page_leads_to_its_table(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW)) as stage:
        await stage.press("down", "down", "down", "enter")
        assert pane(stage, "main").selected == "node:node-7"
        assert focus(stage) == "main"


async def test_every_pane_is_reached_on_the_smallest_terminal(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), size=(40, 12)) as stage:
        seen = []
        for _ in range(4):
            seen.append(next(line for line in text(stage.app).splitlines() if "▸ " in line).split()[2])
            await stage.press("tab")
        assert seen == ["Wrong", "Workloads", "Pods", "Events"]


async def test_a_pane_is_maximised_and_everything_comes_back(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), size=(200, 50)) as stage:
        whole = text(stage.app)
        await stage.press("m")
        assert "Workloads ──" not in text(stage.app)
        await stage.press("m")
        await until(lambda: text(stage.app) == whole, stage.pilot)


async def test_without_a_cluster_it_says_how_to_name_one(tmp_path: Path) -> None:
    async with on_cluster(tmp_path) as stage:
        assert "no cluster is configured" in text(stage.app)
        await stage.press("r", "x", "l", "enter", "slash", "a", "enter", "c", "right")
        assert stage.acting.begun == []


async def test_ten_thousand_pods_are_gone_through_by_pages(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, crowd(NOW)) as stage:
        await stage.press("right", "end")
        assert "svc-499-1-09999" in text(stage.app)
        await stage.press("home")
        assert "CrashLoopBackOff" in text(stage.app)
        await stage.press("slash", *"svc-250")
        assert len(pane(stage, "main").value.rows) == 20


async def test_the_log_is_opened_away_from_the_loop_and_let_go(tmp_path: Path) -> None:
    logs = FakeLogs()
    logs.gate.clear()
    async with on_cluster(tmp_path, the_cluster(NOW), logs=logs) as stage:
        await stage.press("l")
        await shows(stage, "opening ...")
        await stage.press("tab", "tab")  # keys go on while it hangs
        logs.gate.set()
        await shows(stage, "PAYMENTS_TOKEN")
        assert logs.opened == [("prod-eu", "shop", "web-7d4b9c-k2x9p", "", False)]
        assert logs.threads == {"open log"}
        await stage.press("p")
        await until(lambda: len(logs.opened) == 2, stage.pilot)
        assert logs.opened[1][4]
        await until(logs.logs[0].stopped.is_set, stage.pilot)
        await stage.press("escape")
        await until(logs.logs[1].stopped.is_set, stage.pilot)


async def test_a_log_that_comes_after_its_page_was_left_is_let_go(tmp_path: Path) -> None:
    logs = FakeLogs()
    logs.gate.clear()
    async with on_cluster(tmp_path, the_cluster(NOW), logs=logs) as stage:
        await stage.press("l")
        await stage.press("escape")
        logs.gate.set()
        await until(lambda: bool(logs.logs) and logs.logs[0].stopped.is_set(), stage.pilot)


async def test_a_log_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    logs = FakeLogs(error="We may not read logs in shop: ask for the right to get pods/log.")
    async with on_cluster(tmp_path, the_cluster(NOW), logs=logs) as stage:
        await stage.press("l")
        await shows(stage, "We may not read logs in shop")


async def test_a_log_is_followed_until_somebody_goes_up(tmp_path: Path) -> None:
    many = tuple(f"line {number}" for number in range(100))
    logs = FakeLogs(FakeTail(many))
    async with on_cluster(tmp_path, the_cluster(NOW), logs=logs) as stage:
        await stage.press("l")
        await shows(stage, "line 99")
        await stage.press("up")
        await shows(stage, "1 below ↓")
        logs.logs[0].tail = FakeTail((*many[3:], "line 100", "line 101"), 3)
        await shows(stage, "3 below ↓")
        assert "line 101" not in text(stage.app)
        await stage.press("f")
        await shows(stage, "line 101")
        await shows(stage, "following · 3 older dropped")


async def test_a_log_is_searched_and_its_lines_are_cut_or_folded(tmp_path: Path) -> None:
    logs = FakeLogs(FakeTail((*CRASH, *(f"line {number}" for number in range(60)), "END" + "x" * 200)))
    async with on_cluster(tmp_path, the_cluster(NOW), logs=logs) as stage:
        await stage.press("l")
        await shows(stage, "ENDxxx")
        assert sum("xxxx" in line for line in text(stage.app).splitlines()) == 2
        await stage.press("w")
        await shows(stage, "· cut")
        assert sum("xxxx" in line for line in text(stage.app).splitlines()) == 1
        await stage.press("slash", *"payments", "enter")
        await shows(stage, "RuntimeError")
        await stage.press("N")
        await shows(stage, "payments.connect")
        await stage.press("slash", *"x", "enter")
        await shows(stage, "'paymentsx' is not in this log.")


async def test_a_page_whose_subject_goes_says_so_and_keeps_the_log(tmp_path: Path) -> None:
    seen = the_cluster(NOW)
    async with on_cluster(tmp_path, seen) as stage:
        await stage.press("l")
        await shows(stage, "FATAL")
        stage.live.show(seen._replace(workloads=seen.workloads[:2], pods=()))
        await shows(stage, "It is not there any more")
        assert "FATAL" in text(stage.app)


async def test_the_page_of_a_pod_without_a_workload_tells_of_the_pod(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), at="prod-eu|pod:uid-migrate") as stage:
        await stage.press("enter")
        await shows(stage, "pod/migrate-29384")
        assert "last ended exit 3, 7m ago" in text(stage.app)
        assert "it belongs to no workload that rolls out" in text(stage.app)


@pytest.mark.parametrize("name", ["closing tag", "link that runs", "clear screen", "bidi override", "newlines", "wide"])
async def test_hostile_names_and_lines_are_drawn_as_text(tmp_path: Path, name: str) -> None:
    bad = HOSTILE[name]
    seen = the_cluster(
        NOW,
        context=bad,
        who=bad,
        workloads=(a_workload("web", 6, "14", NOW, available=0)._replace(name=bad, images=(bad,), owners=(bad,)),),
        pods=(a_pod("p", NOW, "uid-web")._replace(name=bad, state=bad, message=bad, ready=0, last_reason=bad),),
    )
    async with on_cluster(tmp_path, seen, logs=FakeLogs(FakeTail((bad, bad)))) as stage:
        for keys in (("right",), ("slash", "a", "escape"), ("x",), ("escape",), ("c",), ("l",), ("x",), ("escape",)):
            await stage.press(*keys)
            drawn = text(stage.app)
            assert not any(sign in drawn for sign in "\x1b\x9b\x07\u202e\r")
        await until(lambda: bool(stage.logs.opened), stage.pilot)


async def test_a_size_that_changes_keeps_every_pane(tmp_path: Path) -> None:
    async with on_cluster(tmp_path, the_cluster(NOW), context=a_context()) as stage:
        for size in (*SIZES, (20, 5), *reversed(SIZES)):
            await stage.pilot.resize_terminal(*size)
            await stage.pilot.pause(0.05)
        assert "Wrong now" in text(stage.app)
