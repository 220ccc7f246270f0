"""Indicators of compromise: what is checked, how they are shown, and what the state keeps."""

import re

import pytest

from console.incident import commands
from console.incident.compromise import IndicatorNoted, defanged
from console.incident.errors import Refused
from tests.incident.story import ID, Story

_V6 = "hxxp://[2001[:]db8[:][:]1]/x?u=https[://]b[.]example"


@pytest.mark.parametrize(
    ("sort", "value", "kept", "shown"),
    [
        ("ip", "203.0.113.7", "203.0.113.7", "203[.]0[.]113[.]7"),
        ("IP", "203[.]0[.]113[.]7", "203.0.113.7", "203[.]0[.]113[.]7"),
        ("ip", "203.0.113.9/24", "203.0.113.0/24", "203[.]0[.]113[.]0/24"),
        ("ip", "2001:DB8::7", "2001:db8::7", "2001[:]db8[:][:]7"),
        ("domain", "Evil.Example.", "evil.example", "evil[.]example"),
        ("url", "hxxps://evil[.]example/a.b", "https://evil.example/a.b", "hxxps://evil[.]example/a[.]b"),
        ("hash", "sha256:" + "AB" * 32, "ab" * 32, "ab" * 32),
        ("file", "/tmp/.x/run.sh", "/tmp/.x/run.sh", "/tmp/.x/run.sh"),
        ("url", "HTTP://[2001:db8::1]/x?u=https://b.example", "HTTP://[2001:db8::1]/x?u=https://b.example", _V6),
        ("url", "ftp://evil.example/x", "ftp://evil.example/x", "ftp[://]evil[.]example/x"),
        ("file", "https://evil.example/x", "https://evil.example/x", "https[://]evil[.]example/x"),
        ("account", "svc@shop.example", "svc@shop.example", "svc[@]shop[.]example"),
        ("other", "user agent curl/7.1", "user agent curl/7.1", "user agent curl/7[.]1"),
    ],
)
def test_what_is_noted_is_kept_as_it_is_and_shown_so_that_nobody_clicks(
    sort: str, value: str, kept: str, shown: str
) -> None:
    story = Story()
    story.declare(type="security")
    story.do(commands.note_indicator, ID, sort, value, "odd", source="auth.log")
    (found,) = story.incident().compromise.values()
    assert (found.value, found.shown, found.source, found.note) == (kept, shown, "auth.log", "odd")
    assert story.events[-1].fact.summary() == f"indicator {sort.lower()} {shown}, seen in auth.log: odd"


@pytest.mark.parametrize(
    ("sort", "value", "why"),
    [
        ("ip", "203.0.113.300", "is not an IP address; expected 203.0.113.7"),
        ("ip", "evil.example", "is not an IP address"),
        ("domain", "https://evil.example", "is not a domain; expected evil.example"),
        ("domain", "203.0.113.7", "is not a domain"),
        ("url", "evil.example/x", "is not a URL"),
        ("url", "https://evil.example/a b", "is not a URL"),
        ("hash", "abc", "is not a hash; expected as many hexadecimal digits as 32 (MD5)"),
        ("hash", "z" * 64, "is not a hash"),
        ("doman", "evil.example", "did you mean 'domain'? Kinds: ip, domain, url, hash, file, account, other."),
    ],
)
def test_what_is_none_of_its_kind_is_refused_with_what_is_expected(sort: str, value: str, why: str) -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match=re.escape(why)):
        story.do(commands.note_indicator, ID, sort, value)


def test_the_same_again_needs_something_new_and_what_is_none_is_withdrawn_for_a_reason() -> None:
    story = Story()
    story.declare()
    story.do(commands.note_indicator, ID, "ip", "203.0.113.7", source="auth.log")
    with pytest.raises(Refused, match="noted ip 203"):
        story.do(commands.note_indicator, ID, "ip", "203.0.113.7")
    story.do(commands.note_indicator, ID, "ip", "203.0.113.7", "failed logins")
    (found,) = story.incident().compromise.values()
    assert (found.source, found.note) == ("auth.log", "failed logins")
    with pytest.raises(Refused, match="Say why"):
        story.do(commands.withdraw_indicator, ID, "ip", "203.0.113.7", " ")
    story.do(commands.withdraw_indicator, ID, "ip", "203.0.113.7", "our own scanner")
    assert not story.incident().compromise
    with pytest.raises(Refused, match="is no indicator of"):
        story.do(commands.withdraw_indicator, ID, "ip", "203.0.113.7", "again")


def test_any_text_can_be_shown() -> None:
    assert defanged("url", "://") == "[://]"
    assert IndicatorNoted("", "x").summary() == "indicator  x"


def test_one_that_holds_a_secret_is_withdrawn_as_it_was_written_and_the_secret_stands_nowhere() -> None:
    story = Story()
    story.declare()
    written = "https://evil.example/p?token=abc123def456ghi"
    story.do(commands.note_indicator, ID, "url", written)
    with pytest.raises(Refused) as said:
        story.do(commands.note_indicator, ID, "url", written)
    assert "abc123def456ghi" not in str(said.value)
    story.do(commands.withdraw_indicator, ID, "url", written, "ours")
    assert not story.incident().compromise
    assert "abc123def456ghi" not in str(story.events)
