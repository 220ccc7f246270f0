"""A rollback: what there is to go back to, the exact request, and the end of it."""

from tests.actions.stage import Stage


async def test_a_bad_rollout_is_rolled_back_half_way(half_way: Stage) -> None:
    steps = await half_way.done(await half_way.rollback(1))
    assert [step for step, _ in steps] == ["planned", "confirmed", "executing", "executed", "verifying", "unknown"]
    assert steps[-1][1].startswith("r2 > r1: ")
    found = half_way.cluster.get("deployment", "web")
    assert found["spec"]["template"]["spec"]["containers"][0]["image"] == "web:1"
    assert found["status"]["availableReplicas"] == 4
