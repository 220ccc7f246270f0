"""warroom: the console for the person who leads an outage.

A map of the code:

cli/        the command line; every command is thin
wiring      the only place that builds things from settings
settings    warroom.toml to frozen values
incident/   pure: events, the state as their fold, and the rules of an incident
review/     pure: events to postmortem, report and JSON
signals/    pure: samples to health, with thresholds and hysteresis
journal/    the SQLite log: append, chain, samples, read, verify, migrate
actions/    card, confirmation, request, verdict and way back of what is done to a cluster
drill/      the simulated world: cluster, physics, scenarios, numbers; no door to the outside
evidence/   what is kept by its hash, taken from files, commands, clusters and this machine
bundle/     an incident as one file that another machine can check
oncall/     who is on call: files and calendars, kept for when nobody answers
poller      runs checks on a beat, each with a deadline
papers      documents written from the log
history     all incidents of a log, read in one pass
written     what people wrote into documents, searched
invitations the calendar file of a review
atomic      a file whole or not at all
unswept     a stretch without looking for garbage, while a long log is read
room        the running room without a screen: poller, clusters, journal, state and actions
replay/     the room as it was at any moment: state, timeline, samples; reads the log and writes nothing
present/    pure: state and samples to the values that widgets draw
screens/    composition of widgets; keys to intents
terminal    the last step to the terminal: driver, signals, the end
app         the Textual program; decides nothing
suggestion  pure: "did you mean", for everybody
toml_edit   pure: changes of a TOML text that leave its comments alone
toml_text   pure: TOML to values, and what is wrong with a text that is none
data/       what ships as data: severity schemes, checklists, guides, drills, schemas, the example configuration
"""

__version__ = "0.1.0"
