"""What can be typed into the input line, as data: name, usage, and what it does."""

from typing import NamedTuple


class Usage(NamedTuple):
    """One typed command."""

    name: str
    usage: str
    detail: str


TYPED = (
    Usage("at", "/at -5m TEXT", "a note about something that happened earlier"),
    Usage("decide", "/decide TEXT because WHY", "a decision"),
    Usage("propose", "/propose TEXT because WHY", "a decision that the others may object to"),
    Usage("object", "/object p1 WHY", "a strong objection to a proposal"),
    Usage("take", "/take p1", "decide it; after an objection with WHY all the same"),
    Usage("withdraw", "/withdraw p1 WHY", "take a proposal off the table"),
    Usage("can", "/can", "a report: conditions, actions, needs"),
    Usage("cause", "/cause TAG", "the accepted cause: it moves the priors once the incident is closed"),
    Usage(
        "hyp", "/hyp TEXT", "what may have been the cause; alone the board; suggest: candidates; h1 testing WHY moves"
    ),
    Usage("why", "/why w2 TEXT", "why it came to an answer; w2 how: TEXT, w2 drop WHY; alone the tree"),
    Usage("factor", "/factor code: TEXT", "what contributed; f1 accept, f1 drop WHY; alone the fishbone"),
    Usage("update", "/update TEXT", "people were told; the update timer starts again"),
    Usage("snooze", "/snooze 10m WHY", "the next update may wait"),
    Usage("task", "/task @bob 5m TEXT", "somebody does something by then"),
    Usage("more", "/more t1 5m WHY", "a task gets more time"),
    Usage("drop", "/drop t1 WHY", "nobody needs a task any more"),
    Usage("declare", "/declare", "declare an incident"),
    Usage("ack", "/ack [t1]", "somebody works on it, or has accepted a task"),
    Usage("status", "/status mitigating", "move the incident on"),
    Usage("sev", "/sev SEV1 WHY", "raise or lower the severity"),
    Usage("raise", "/raise", "raise the severity by one step"),
    Usage("lower", "/lower", "lower the severity by one step"),
    Usage("triage", "/triage", "five questions, and the severity that follows"),
    Usage("size", "/size", "how bad it is: what is seen, services, users, impact"),
    Usage("ic", "/ic NAME", "offer the command to somebody, or take it"),
    Usage("done", "/done ITEM|t1", "tick an item of the checklist, or a task with its result"),
    Usage("role", "/role comms NAME", "offer a role to somebody, or take it"),
    Usage("accept", "/accept [ROLE]", "take the role that you were offered"),
    Usage("decline", "/decline [ROLE] WHY", "say no to it"),
    Usage("page", "/page CHAIN STEP", "go to a step of an escalation; alone it shows them"),
    Usage("track", "/track alpha @bob 10m WHY", "somebody looks into a question and reports; alone it shows them"),
    Usage("report", "/report alpha TEXT", "where a track stands; the next report is timed from here"),
    Usage("skip", "/skip ITEM WHY", "leave out an item of the checklist"),
    Usage("time", "/time started 14:05 WHY", "when it started, was detected, mitigated ..."),
    Usage("incident", "/incident 002", "show another incident here; alone, all of this one"),
    Usage("merge", "/merge 002 WHY", "this incident goes on in another one"),
    Usage("duplicate", "/duplicate 002 WHY", "this incident is another one, seen twice"),
    Usage("part", "/part 002 WHY", "this incident is a part of another one; none takes it out"),
    Usage("split", "/split TITLE", "a new incident for what is another matter"),
    Usage("set", "/set type security WHY", "the type, the codename, or a field of your own"),
    Usage("evidence", "/evidence add FILE", "or snapshot, taken WHAT, waived WHY; alone it lists what is kept"),
    Usage("ioc", "/ioc ip 203.0.113.7 WHY", "an indicator of compromise; alone it shows them"),
    Usage("link", "/link graph URL TITLE", "what stands elsewhere; alone it shows them"),
    Usage("maintenance", "/maintenance web 1h WHY", "somebody works on a service; end web: no longer"),
    Usage("action", "/action @bob +14d WHAT", "an action item; /action a1 done, a1 due fri; alone it shows them"),
    Usage("impact", "/impact users 12000 from WHERE", "a figure of the impact, with its source; alone it shows all"),
    Usage("complaint", "/complaint 3 zendesk", "so many more people complained"),
    Usage("rate", "/rate 4 WHY", "how the response went, 1 to 5; documents have it without your name"),
    Usage("similar", "/similar", "past incidents that resemble this one"),
    Usage("review", "/review at fri 14:00", "when the postmortem is reviewed; /review reviewed; alone it asks"),
    Usage("replay", "/replay 14:32", "the room as it was then; alone, from the beginning"),
    Usage("export", "/export", "write the postmortem"),
)

USAGES = tuple((each.usage, each.detail) for each in TYPED)
