"""Pure: takes secrets out of text before it is logged, shown or exported.

Known values go literally, then what looks like a secret. Every pattern starts with fixed text, has no repeat inside a
repeat, and each repeat is bounded or cannot give back what it took: 100 KB of hostile text take milliseconds.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

MARK = "[redacted]"
SHORTEST = 4
"""A known value shorter than this is left alone: it would take half of every text with it."""

_FLAG = r"(?P<keep>(?i:--(?:[a-z]{1,20}+-){0,3}(?:password|passwd|passphrase|secret|token|api-?key))[ =]\s{0,3}+)"
_NAME = (
    r"(?P<keep>(?i:pass(?:word|wd|phrase|code)|\bpwd|secret|token(?!s|iz)|api[_-]?key|(?:access|private|account|routing"
    r"|integration|signing|service|encryption|subscription)[_-]key|credential|connection[_-]?string"
    r"|accountkey|sharedaccesskey)[A-Za-z0-9_.-]{0,40}+"
)
_QUOTED = r"(?:\"[^\"\r\n]{1,8192}+\"?|'[^'\r\n]{1,8192}+'?)"
_BARE = r"(?!\[redacted\])[^\s\"'<>,;)\]}]{1,8192}+"


class Rule(NamedTuple):
    """A pattern, and lower-case texts of which one has to be there before it is worth trying.

    The group `keep`, where there is one, stays; `tail` stays behind the mark. Patterns are compiled when first needed.
    """

    triggers: tuple[str, ...]
    pattern: str
    tail: str = ""


RULES: tuple[Rule, ...] = (
    Rule(
        ("private key",),
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----END)){0,8192}+"
        r"(?:-----END [A-Z0-9 ]{1,60}+-----)?",
    ),
    Rule(
        ("authorization", "cookie"),
        r"(?P<keep>(?i:authorization|set-cookie|cookie)[\"']?\s{0,3}+[:=]\s{0,3}+[\"']?"
        r"(?i:(?:basic|bearer|digest|token|apikey|negotiate|oauth|geniekey|aws4-hmac-sha256)\s{1,3}+)?)"
        r"(?=[^\r\n\"' ]{0,200}[0-9=._+/-])[^\r\n\"']{1,8192}+",
    ),
    Rule(
        ("bearer",),
        r"(?P<keep>(?i:\bbearer)\s{1,3}+)(?=[A-Za-z._~+/=-]{0,200}+[0-9])[A-Za-z0-9._~+/=-]{8,8192}+",
    ),
    Rule(
        ("basic",),
        r"(?P<keep>(?i:\bbasic)\s{1,3}+)(?=[A-Z0-9+/]{0,200}+[a-z])(?=[A-Za-z0-9+/][a-z+/]{0,200}+[A-Z0-9=])"
        r"[A-Za-z0-9+/]{8,8192}+={0,2}+",
    ),
    Rule(
        ("://",),
        # User information ends at the last "@"; a number after the colon is a port and not a password.
        r"(?P<keep>://)(?:[^\s/@:?#\"'<>]{0,128}+:(?!\d{1,5}(?:[/?#\s]|\Z))(?:[^\s\"'<>:]|:(?!//)){1,256}"
        r"|[^\s/@:?#\"'<>]{1,384}+)@",
        "@",
    ),
    Rule(
        ("hooks.", "webhook", "pagerduty", "api.telegram"),
        r"(?P<keep>(?i:hooks\.slack\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/webhooks/"
        r"|webhook\.office\.com/|hooks\.zapier\.com/hooks/|events\.(?:eu\.)?pagerduty\.com/(?:x-ere|integration)/"
        r"|api\.telegram\.org/bot))[^\s\"'<>]{1,1024}+",
    ),
    Rule(
        (
            "key=",
            "sig=",
            "signature=",
            "code=",
            "auth=",
            "session=",
            "sessionid=",
            "sid=",
            "credential=",
            "pass=",
            "pw=",
            "jwt=",
        ),
        r"(?P<keep>[?&](?i:(?:x-amz-|x-goog-)?(?:key|sig|signature|code|auth|session|sessionid|sid|credential|pass|pw"
        r"|jwt|apikey))=)[^\s&\"'<>#]{1,8192}+",
    ),
    Rule(("--",), rf"{_FLAG}(?:{_QUOTED}|{_BARE})"),
    Rule(
        ("pass", "pwd", "secret", "token", "key", "credential", "connection"),
        # After "=" everything is a value. After a colon prose is as likely: take quoted text, or a word with a digit or
        # a symbol in it, or one at the end of the line.
        rf"{_NAME}[\"']?\s{{0,3}}+(?:=\s{{0,3}}+(?=[\"'][^\"'\r\n]|(?!\[redacted\])[^\s\"'<>])|:\s{{0,3}}+(?=[\"'][^\"'\r\n]"
        r"|(?!\[redacted\])[A-Za-z]{0,200}+(?:[^A-Za-z\s,;.)\"'<>]|[.][^\s])|[A-Za-z]{6,200}+[ \t]{0,8}+(?:\r|\n|\Z))))"
        rf"(?:{_QUOTED}|[^\s\"'<>]{{1,8192}}+)",
    ),
    Rule(("eyj",), r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,8192}+\.[A-Za-z0-9_-]{5,8192}+(?:\.[A-Za-z0-9_-]{0,8192}+)?"),
    Rule(
        ("akia", "asia", "abia", "acca"),
        r"(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    ),
    Rule(
        (
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "xox",
            "xapp-",
            "sk_",
            "sk-",
            "rk_",
            "npm_",
            "pypi-",
            "aiza",
            "sg.",
            "dop_v1_",
            "hvs.",
        ),
        r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,255}+|github_pat_[A-Za-z0-9_]{20,255}+|glpat-[A-Za-z0-9_-]{16,255}+"
        r"|xox[abeoprs]-[A-Za-z0-9-]{10,255}+|xapp-[A-Za-z0-9-]{10,255}+|[sr]k_(?:live|test)_[A-Za-z0-9]{10,255}+"
        r"|sk-[A-Za-z0-9_-]{20,255}+|npm_[A-Za-z0-9]{30,255}+|pypi-[A-Za-z0-9_-]{30,255}+|AIza[A-Za-z0-9_-]{35}"
        r"|SG\.[A-Za-z0-9_-]{16,64}+\.[A-Za-z0-9_-]{16,64}+|dop_v1_[a-f0-9]{64}|hvs\.[A-Za-z0-9_-]{20,255}+)",
    ),
)

_MEMO = 64
"""Texts up to this length (names, ids, words for a state) come again and again: those without secrets are known."""
_MOST_MEMOS = 1024


def _triggers() -> dict[str, list[tuple[str, int]]]:
    """Return each trigger once, with the rules that it wakes as bits, by a sign that is in it ("" where none is).

    Most texts wake none, and half of the triggers need not be looked for where their sign is missing.
    """
    bits: dict[str, int] = {}
    for index, rule in enumerate(RULES):
        for trigger in rule.triggers:
            bits[trigger] = bits.get(trigger, 0) | 1 << index
    found: dict[str, list[tuple[str, int]]] = {}
    for trigger, rules in bits.items():
        found.setdefault(next((sign for sign in "=_-.:" if sign in trigger), ""), []).append((trigger, rules))
    return found


_TRIGGERS = tuple(_triggers().items())

_compiled: dict[str, re.Pattern[str]] = {}


class Redactor:
    """Replaces known secret values, then what looks like a secret, by "[redacted]"."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        values = {value.strip() for value in known}
        self._quiet: set[str] = set()
        self._known = sorted((value for value in values if len(value) >= SHORTEST), key=lambda each: (-len(each), each))

    def __call__(self, text: str) -> str:
        """Return the text without secrets; what came out once comes out unchanged again."""
        if text in self._quiet:
            return text
        kept = self._without(text)
        if len(text) <= _MEMO and kept == text:
            if len(self._quiet) >= _MOST_MEMOS:
                self._quiet.clear()
            self._quiet.add(text)
        return kept

    def _without(self, text: str) -> str:
        for value in self._known:
            if value in text:
                text = text.replace(value, MARK)
        lower = text.lower()
        wanted = 0
        for sign, triggers in _TRIGGERS:
            if sign in lower:
                for trigger, rules in triggers:
                    if trigger in lower:
                        wanted |= rules
        if wanted:
            for index, rule in enumerate(RULES):
                if wanted >> index & 1:
                    text = _apply(rule, text)
        return text


def _apply(rule: Rule, text: str) -> str:
    pattern = _compiled.get(rule.pattern)
    if pattern is None:
        pattern = _compiled[rule.pattern] = re.compile(rule.pattern)
    keeps = "keep" in pattern.groupindex

    def replaced(match: re.Match[str]) -> str:
        kept = match["keep"] if keeps else ""
        value = match[0][len(kept) :]
        quote = value[0] if value[0] in "\"'" else ""
        return f"{kept}{quote}{MARK}{quote if value.endswith(quote) else ''}{rule.tail}"

    return pattern.sub(replaced, text)
