"""Pure: the commands by group, each with its module and its one line of help; imports none of them."""

from typing import NamedTuple


class Listed(NamedTuple):
    """Where a command lives (a module of console.cli) and what it does in one line."""

    module: str
    line: str


GROUPS: dict[str, dict[str, Listed]] = {
    "Run an incident": {
        "declare": Listed("opening", "Open an incident; prints its id"),
        "note": Listed("writing", "Write down what happens"),
        "decide": Listed("deciding", "Write down a decision and why, or propose one"),
        "object": Listed("deciding", "Object to a proposal"),
        "take": Listed("deciding", "Decide a proposal"),
        "withdraw": Listed("deciding", "Take a proposal off the table"),
        "cause": Listed("causes", "Name the accepted cause by its tag"),
        "update": Listed("writing", "Write down what people were told; restarts the timer"),
        "snooze": Listed("tasks", "Let the next update wait, for a reason"),
        "ack": Listed("steering", "Say that somebody has taken it"),
        "assign": Listed("steering", "Give a role to a person"),
        "offer": Listed("offers", "Ask somebody to take a role"),
        "accept": Listed("offers", "Take a role that you were asked to take"),
        "decline": Listed("offers", "Say no to it, and why"),
        "handover": Listed("offers", "Offer the command to somebody, with what they have to know"),
        "release": Listed("steering", "Take a person out of a role"),
        "escalation": Listed("escalation", "Whom to call now and next, on which number"),
        "escalation said": Listed("escalation", "Say what became of a call"),
        "escalation go": Listed("escalation", "Go to a step: it is due at once"),
        "escalation stop": Listed("escalation", "Call nobody further up, and why"),
        "contacted": Listed("contacting", "Write down what somebody outside said"),
        "track open": Listed("tracks", "Have somebody look into a question and report"),
        "track report": Listed("tracks", "Say where a track stands"),
        "track close": Listed("tracks", "End a track with what it found"),
        "track list": Listed("tracks", "The tracks, and when they report"),
        "assess": Listed("assessing", "What severity the rules propose, and why; needs no log"),
        "answer": Listed("assessing", "Answer an open question: users, impact, services ..."),
        "severity": Listed("grading", "Change the severity"),
        "raise": Listed("grading", "Raise the severity by one step"),
        "lower": Listed("grading", "Lower the severity by one step, for a reason"),
        "move": Listed("steering", "Change the status: identified, mitigating, resolved ..."),
        "time": Listed("steering", "Set when it started, was detected, mitigated ..."),
        "tick": Listed("steering", "Tick an item of the checklist"),
        "task give": Listed("tasks", "Give a person something to do by a time"),
        "task list": Listed("tasks", "Who promised what, and what was kept"),
        "task accept": Listed("tasks", "Say that its person is at it"),
        "task done": Listed("tasks", "Say that it is done, and what came of it"),
        "task more": Listed("tasks", "Give it more time, for a reason"),
        "task drop": Listed("tasks", "Say that nobody needs it any more"),
        "set": Listed("classifying", "Set the type, the codename, or a field of your own"),
        "evidence": Listed("classifying", "Say that evidence was taken, or why not"),
        "ioc": Listed("compromising", "The indicators of compromise"),
        "ioc add": Listed("compromising", "Note one: an address, a domain, a hash, a file ..."),
        "ioc drop": Listed("compromising", "Say that one is none, and why"),
        "relate": Listed("relating", "Duplicate, merge, or make a part of another incident"),
        "split": Listed("relating", "Open an incident for what is another matter"),
        "pin": Listed("amending", "Pin an event, or unpin it"),
        "correct": Listed("amending", "Correct the text or the time of an event"),
    },
    "Look": {
        "status": Listed("status", "Where the incident stands"),
        "replay": Listed("replay", "The room at any moment of an incident, as it was known then"),
        "guide": Listed("guiding", "What to do next: six phases, and what is done of each"),
        "timeline": Listed("timeline", "What happened, in order; also as CSV, in any time zone"),
        "who": Listed("people", "Who should respond, why, and how to reach them"),
        "oncall": Listed("people", "Who is on call now, and until when"),
        "check": Listed("watching", "Look at this machine and all services once"),
        "investigate": Listed("investigating", "Where to look, and what is known there"),
        "changes": Listed("changes", "What was changed lately, nearest to the onset first"),
        "list": Listed("finding", "All incidents"),
        "search": Listed("finding", "Search everything that was written"),
        "events": Listed("transfer", "The log as JSON, one event a line"),
    },
    "Work that is planned": {
        "maintenance start": Listed("maintaining", "Say that somebody works on a service"),
        "maintenance end": Listed("maintaining", "Say that it is done"),
        "maintenance list": Listed("maintaining", "Maintenance and change freezes, now and later"),
    },
    "Act on a cluster": {
        "act rollback": Listed("acting", "Go back to a revision; without --to it lists them"),
        "act scale": Listed("acting", "Set how many pods there are"),
        "act restart": Listed("acting", "Have every pod made anew"),
        "act pause": Listed("acting", "Stop the rollouts of a Deployment"),
        "act resume": Listed("acting", "Let them go on"),
        "act delete": Listed("acting", "Delete one pod"),
        "act evict": Listed("acting", "Evict one pod, as its budget allows"),
        "act cordon": Listed("acting", "Keep new pods off a node"),
        "act uncordon": Listed("acting", "Let new pods on it again"),
        "act check": Listed("acting", "Read back an action that is in doubt"),
        "act undo": Listed("acting", "Take an action back, with a card of its own"),
        "act ledger": Listed("ledger", "What is in doubt, under way, or to be undone or owned"),
        "act own": Listed("ledger", "Name who takes care of what was changed for the time being"),
        "act keep": Listed("ledger", "Say that it stays, and why"),
    },
    "Keep": {
        "export": Listed("documents", "Write the postmortem document, or the incident as JSON"),
        "import": Listed("transfer", "Read events that `warroom events` wrote"),
        "log verify": Listed("integrity", "Check that nothing in the log was changed"),
        "log backup": Listed("integrity", "Copy the log while it is in use"),
        "log sign": Listed("integrity", "Sign the newest events with your SSH key"),
        "log erase": Listed("integrity", "Erase one large output that should not have been kept"),
    },
    "Practise": {
        "drill": Listed("drill", "Command a simulated outage, and be told how well it went"),
    },
    "Set up": {
        "config check": Listed("configuring", "Check warroom.toml; names every mistake with its line"),
        "config example": Listed("configuring", "Print a commented warroom.toml"),
        "doctor": Listed("doctor", "Check terminal, log, configuration and every source"),
    },
}

OTHERWISE: dict[str, str] = {
    "acknowledge": "ack",
    "brief": "status --md",
    "cancel": "move cancelled --because WHY",
    "close": "move closed",
    "duplicate": "relate ID --duplicate-of ID",
    "merge": "relate ID --merge-into ID",
    "mitigate": "move mitigating",
    "open": 'declare "what is broken"',
    "postmortem": "export",
    "reopen": "move investigating",
    "resolve": "move resolved --summary TEXT",
    "role": "assign ROLE PERSON",
}
"""What people call a command that has another name here, and what to write."""

COMMANDS: dict[str, Listed] = {name: listed for group in GROUPS.values() for name, listed in group.items()}
FAMILIES: tuple[str, ...] = tuple(sorted({name.split()[0] for name in COMMANDS if " " in name}))
