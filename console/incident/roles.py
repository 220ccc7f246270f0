"""Pure: the catalogue of roles, what else they are called, and which of them a severity needs."""

from collections.abc import Mapping

from console.incident.errors import Refused
from console.incident.record import COMMANDER, Incident
from console.incident.texts import clean_optional

CATALOGUE: Mapping[str, str] = {
    COMMANDER: "commander",
    "deputy": "deputy",
    "scribe": "scribe",
    "operations_lead": "operations",
    "communications_lead": "communications",
    "technical_lead": "technical",
    "security_lead": "security",
    "customer_support_lead": "customer support",
    "executive_liaison": "executive liaison",
    "sme": "subject expert",
    "observer": "observer",
    "reporter": "reporter",
}
"""Role by name, with the words that people read."""

ALIASES: Mapping[str, str] = {
    "customer_liaison": "customer_support_lead",
    "ops_lead": "operations_lead",
    "ic": COMMANDER,
    "commander": COMMANDER,
    "communications": "communications_lead",
    "comms": "communications_lead",
    "technical": "technical_lead",
    "tech_lead": "technical_lead",
    "operations": "operations_lead",
    "ops": "operations_lead",
    "security": "security_lead",
    "support": "customer_support_lead",
    "customer_support": "customer_support_lead",
    "executive": "executive_liaison",
    "expert": "sme",
    "subject_expert": "sme",
}

_ALWAYS = (COMMANDER, "communications_lead", "technical_lead")
_WORST = ("operations_lead", "security_lead", "customer_support_lead", "executive_liaison")

DEFAULT_TEAMS = (
    "tech-lead",
    "project-manager",
    "architect",
    "devops-engineer",
    "security-auditor",
    "support-manager",
    "cto",
)
"""The teams that are called when the configuration names no others."""
_NOBODY = (
    "all any anybody anyone each everybody everyone nobody none one other people somebody someone",
    "n/a team tbd they them us we who ? -",
)
NOBODY = frozenset(word for line in _NOBODY for word in line.split())
"""Words that name no person: what everybody is to do, nobody does."""


def required(rank: int) -> tuple[str, ...]:
    """Return the roles that an incident of this rank needs filled: seven for the worst two ranks, three below."""
    return _ALWAYS + _WORST if rank <= 1 else _ALWAYS


def unfilled(incident: Incident) -> list[str]:
    """Return the roles that the incident needs and nobody has yet, offered or not."""
    return [role for role in required(incident.rank) if role not in incident.roles]


def find_role(text: str) -> str:
    """Return the role's name for what somebody typed, aliases included; Refused with "did you mean"."""
    plain = text.strip().lower().replace("-", "_").replace(" ", "_")
    name = ALIASES.get(plain, plain)
    if name in CATALOGUE:
        return name
    from console.suggestion import did_you_mean

    message = f"'{text}' is not a role{did_you_mean(plain, (*CATALOGUE, *ALIASES))} Roles: {', '.join(CATALOGUE)}."
    raise Refused(message)


def label(role: str) -> str:
    """Return the words that people read for a role."""
    return CATALOGUE.get(role, role.replace("_", " "))


def named_person(role: str, person: str) -> str:
    """Return the name of who is to have a role; Refused where that is nobody in particular."""
    who = clean_optional(" ".join(person.split()), "name")
    if not who or who.lower() in NOBODY:
        message = f"The role {label(role)} needs a named person; '{person.strip()}' is nobody."
        raise Refused(message)
    return who
