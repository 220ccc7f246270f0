"""warroom.toml, the environment and the command line to frozen values; knows no check, no journal and no screen."""

from console.settings.loading import Loaded, find, load, read, usual_places
from console.settings.problems import Problem, SettingsError
from console.settings.values import (
    KNOWN_NOTHING,
    NO_OVERRIDES,
    CheckSettings,
    DnsSettings,
    HostSettings,
    HttpSettings,
    Known,
    Login,
    Overrides,
    PrometheusSettings,
    Secret,
    Service,
    Settings,
    SystemdSettings,
    TcpSettings,
    Thresholds,
)

__all__ = [
    "KNOWN_NOTHING",
    "NO_OVERRIDES",
    "CheckSettings",
    "DnsSettings",
    "HostSettings",
    "HttpSettings",
    "Known",
    "Loaded",
    "Login",
    "Overrides",
    "Problem",
    "PrometheusSettings",
    "Secret",
    "Service",
    "Settings",
    "SettingsError",
    "SystemdSettings",
    "TcpSettings",
    "Thresholds",
    "find",
    "load",
    "read",
    "usual_places",
]
