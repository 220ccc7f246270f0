import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.redaction import MARK, RULES, Redactor, Rule

SECRET = "h4nt3r-2-S3cr3t"
PEM = (
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE0123h4nt3r-2-S3cr3t\n-----END RSA PRIVATE KEY-----"
)
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Authorization: Bearer {SECRET}", f"Authorization: Bearer {MARK}"),
        ("authorization: Basic dXNlcjpwYXNzd29yZA==", f"authorization: Basic {MARK}"),
        ("curl -H 'Authorization: token 0123456789abcdef' x", f"curl -H 'Authorization: token {MARK}' x"),
        ("sent bearer a1b2c3d4e5 to it", f"sent bearer {MARK} to it"),
        ("basic dXNlcjpwYXNzd29yZA==", f"basic {MARK}"),
        (f"password={SECRET}", f"password={MARK}"),
        (f"DB_PASSWORD={SECRET} next", f"DB_PASSWORD={MARK} next"),
        (f"password: {SECRET}", f"password: {MARK}"),
        ("password: swordfish", f"password: {MARK}"),
        ('{"password": "two words", "user": "bob"}', f'{{"password": "{MARK}", "user": "bob"}}'),
        ("api_key=abcd1234", f"api_key={MARK}"),
        ("X-Api-Key: abcd1234", f"X-Api-Key: {MARK}"),
        ("client_secret='a b c' ok", f"client_secret='{MARK}' ok"),
        ("run --token abc now", f"run --token {MARK} now"),
        ("run --db-password=abc now", f"run --db-password={MARK} now"),
        ("AKIAIOSFODNN7EXAMPLE", MARK),
        ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY", f"aws_secret_access_key = {MARK}"),
        (f"before\n{PEM}\nafter", f"before\n{MARK}\nafter"),
        (PEM.partition("\n-----END")[0], MARK),
        (f"jwt {JWT} end", f"jwt {MARK} end"),
        ("https://hooks.slack.com/services/T0/B0/XyZ", f"https://hooks.slack.com/services/{MARK}"),
        ("https://events.pagerduty.com/integration/ab12/enqueue", f"https://events.pagerduty.com/integration/{MARK}"),
        ("https://discord.com/api/webhooks/1/abc", f"https://discord.com/api/webhooks/{MARK}"),
        ("routing_key=0123456789abcdef0123456789abcdef", f"routing_key={MARK}"),
        ("postgres://app:p@ss/w0rd@db:5432/x", f"postgres://{MARK}@db:5432/x"),
        ("https://user:pw@host/x", f"https://{MARK}@host/x"),
        ("git clone https://sometoken@host/x", f"git clone https://{MARK}@host/x"),
        ("redis://:pa55@h:6379", f"redis://{MARK}@h:6379"),
        ("https://x/y?a=1&key=zzz&b=2", f"https://x/y?a=1&key={MARK}&b=2"),
        ("https://x/y?X-Amz-Signature=zzz", f"https://x/y?X-Amz-Signature={MARK}"),
        ("pushed with ghp_abcdefghijklmnopqrstuvwxyz0123", f"pushed with {MARK}"),
        ("github_pat_11ABCDEFG0123456789_abc", MARK),
        ("xoxb-123456789-abcdefg", MARK),
        ("glpat-abcdefghij0123456789", MARK),
        ("Cookie: session=abcdef012345", f"Cookie: {MARK}"),
    ],
)
def test_a_secret_is_taken_out_and_what_stands_around_it_stays(text: str, shown: str) -> None:
    assert Redactor()(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "the token bucket is empty",
        "password reset flow is broken",
        "authorization: failing for EU users",
        "basic functionality works",
        "Basic Authentication is off",
        "bearer tokens expire early",
        "https://host:8080/path?e=a@b.c",
        "see https://example.com/a/b?x=1#key",
        "the secret: nobody tested it",
        "token: expired yesterday",
        "ask alice@example.com",
        "http://10.0.0.1:9090/api/v1/query?query=up",
        "rotate the keys",
        "key: value pairs",
        "primary key = id missing",
        "commit 0123456789abcdef0123456789abcdef01234567",
        "max_tokens=4096",
        "monkey=banana",
        "passing: 4 of 5, bypass=true",
        "-----BEGIN CERTIFICATE-----",
        "error rate 6.1 % > 5 % => down",
    ],
)
def test_plain_talk_is_left_alone(text: str) -> None:
    assert Redactor()(text) == text


def test_known_values_are_taken_out_literally_the_longest_first() -> None:
    redactor = Redactor([SECRET, f"{SECRET}-longer", "", "abc", " spaced out "])
    assert redactor(f"x{SECRET}y {SECRET}-longer abc spaced out") == f"x{MARK}y {MARK} abc {MARK}"


def test_a_value_in_the_middle_of_hostile_text_goes_too() -> None:
    text = "\x1b[2J" * 50 + f"password={SECRET}\x1b[0m" + "[/x]" * 50
    assert SECRET not in Redactor()(text)


_PARTS = st.sampled_from(
    [
        *("password", "=", ":", " ", '"', "'", "token", "://", "@", "Bearer ", "eyJ", ".", "a1B2c3D4", "\n", "&key="),
        *("-----BEGIN ", "PRIVATE KEY-----", "[redacted]", "AKIAIOSFODNN7EXAMPLE", "basic ", "--token ", "auth", "]"),
    ]
)


@given(st.lists(_PARTS, max_size=20).map("".join))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = Redactor()(text)
    assert Redactor()(once) == once


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(Redactor([SECRET])(text + SECRET), str)
    assert SECRET not in Redactor([SECRET])(text + SECRET)


def _tokens(pattern: str) -> list[tuple[str, str]]:
    """Split a pattern into (atom, repeat) roughly: enough to see what stands inside what."""
    return re.findall(
        r"(\\.|\[(?:\\.|[^\]])+\]|\(\?[^:=!<>]*[:=!]|\(\?P<\w+>|\(\?<[=!]|.)(\{[^}]*\}[+?]?|[*+?][+?]?)?", pattern
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.triggers[0])
def test_every_repeat_is_bounded_and_none_stands_inside_another(rule: Rule) -> None:
    pattern = rule.pattern
    groups: list[bool] = []
    for atom, repeat in _tokens(pattern):
        assert repeat in {"", "?"} or repeat.startswith("{"), f"{atom}{repeat} has no bound"
        if repeat.startswith("{"):
            assert re.match(r"\{\d+(,\d+)?\}", repeat), f"{atom}{repeat} has no bound"
            assert int(repeat.strip("{}+?").split(",")[-1]) <= 8192
        if atom.startswith("(") and not atom.startswith("\\"):
            groups.append(False)
        elif atom == ")":
            inner = groups.pop()
            assert not (inner and repeat.startswith("{") and _many(repeat) > 3), f"a repeat inside a repeat: {pattern}"
            inner = inner or _many(repeat) > 1
            if groups and inner:
                groups[-1] = True
        elif groups and _many(repeat) > 1:
            groups[-1] = True
    assert groups == []


def _many(repeat: str) -> int:
    return int(repeat.strip("{}+?").split(",")[-1]) if repeat.startswith("{") else 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.triggers[0])
def test_triggers_are_lower_case_since_they_are_looked_for_in_lower_case_text(rule: Rule) -> None:
    assert rule.triggers
    assert all(trigger == trigger.lower() for trigger in rule.triggers)
