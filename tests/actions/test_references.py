"""What the pods of a revision refer to: there, missing, changed since; and never the data of a Secret."""

import pytest

from console.incident.action import BLOCKS, INFORMS, UNCHECKED, WARNS
from tests.actions.stage import Stage, texts

CONTAINER = {
    "envFrom": [{"configMapRef": {"name": "settings"}}, {"secretRef": {"name": "extra", "optional": True}}],
    "env": [
        {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "tokens", "key": "api"}}},
        {"name": "MODE", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "mode"}}},
    ],
}


@pytest.fixture
def web(stage: Stage) -> Stage:
    """Version 1 refers to a ConfigMap and a Secret; version 2, which runs now, to nothing."""
    stage.cluster.add_configmap("settings", mode="fast")
    stage.cluster.add_secret("tokens", api="s3cret-value")
    stage.cluster.add_deployment("web", "web:1", template={"container": CONTAINER})
    stage.cluster.settle()
    template = stage.cluster.get("deployment", "web")["spec"]["template"]
    old = template["spec"]["containers"][0]
    container = {name: value for name, value in old.items() if name not in CONTAINER} | {"image": "web:2"}
    stage.cluster.set_spec(
        "deployment", "web", template={**template, "spec": {**template["spec"], "containers": [container]}}
    )
    stage.cluster.settle()
    return stage


async def told(stage: Stage, level: str) -> list[str]:
    """What the card of the rollback says of the references."""
    return texts(await stage.runner.prepare(await stage.rollback(1)), level, "references")


async def test_what_is_there_is_said_in_one_line(web: Stage) -> None:
    assert await told(web, INFORMS) == ["there: ConfigMap settings, Secret tokens"]
    assert await told(web, WARNS) == await told(web, BLOCKS) == []


async def test_a_missing_one_blocks(web: Stage) -> None:
    web.cluster.delete("configmap", "settings")
    assert await told(web, BLOCKS) == ["ConfigMap settings is not there: the pods would not start"]


async def test_an_optional_one_may_be_missing(web: Stage) -> None:
    assert "extra" not in str(await told(web, ""))


async def test_one_that_was_changed_since_that_revision_is_named(web: Stage) -> None:
    web.cluster.advance(120)
    web.cluster.change("configmap", "settings", data={"mode": "slow"})
    web.cluster.advance(60)
    (line,) = await told(web, WARNS)
    assert (
        line == "ConfigMap settings was changed 1m ago by deploy-bot, after that revision was made; it stays as it is"
    )


async def test_a_key_that_is_gone_is_named(web: Stage) -> None:
    web.cluster.delete("secret", "tokens")
    web.cluster.add_secret("tokens", other="x")
    assert "Secret tokens seems to have no key api: the pods would not start" in await told(web, WARNS)


async def test_a_secret_that_may_not_be_read_is_could_not_check(web: Stage) -> None:
    web.cluster.deny("get", "secrets")
    (line,) = await told(web, UNCHECKED)
    assert line.startswith("Secret tokens: no right to ask")


async def test_the_data_of_a_secret_is_never_asked_for(web: Stage) -> None:
    heard = web.overheard()
    await told(web, "")
    assert any("/secrets/tokens" in path for path, _ in heard)
    assert "s3cret" not in str(heard)
    assert "czNjcmV0" not in str(heard)


async def test_volumes_accounts_and_claims_are_references_too(stage: Stage) -> None:
    volumes = [
        {"name": "a", "configMap": {"name": "files"}},
        {"name": "b", "secret": {"secretName": "keys"}},
        {"name": "c", "persistentVolumeClaim": {"claimName": "disk"}},
        {"name": "d", "projected": {"sources": [{"configMap": {"name": "more"}}]}},
    ]
    pod = {"volumes": volumes, "serviceAccountName": "robot"}
    stage.cluster.add_deployment("web", "web:1", template={"pod": pod})
    stage.cluster.settle()
    plan = await stage.runner.prepare(stage.wanted("restart"))
    missing = texts(plan, BLOCKS, "references")
    assert {line.partition(" is not")[0] for line in missing} == {
        "service account robot",
        "ConfigMap files",
        "Secret keys",
        "claim disk",
        "ConfigMap more",
    }
