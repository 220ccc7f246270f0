"""From a kubeconfig and the name of a context to a way in: address, TLS, proxy, user. Connects to nothing.

The official client reads the files; exec plugins and tokens are ours (credentials.py), so it never runs a program.
"""

import ssl
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from checks.kubernetes.credentials import Credentials
from checks.kubernetes.door import Credential, Door
from checks.kubernetes.trouble import NotSent

_OURS = ("exec", "auth-provider", "token", "tokenFile", "username", "password")
_CONNECTIONS = 24


def find_door(context: str, kubeconfig: str, env: Mapping[str, str], clock: Callable[[], int]) -> Door:
    """Read the files and return the way in of a context ("": the current one); NotSent says what is wrong with them."""
    config = import_module("kubernetes.config.kube_config")  # heavy and untyped: only here, and by name
    paths = kubeconfig or env.get("KUBECONFIG") or "~/.kube/config"
    try:
        merger = config.KubeConfigMerger(paths)
        if merger.config is not None:
            return _door(context or _current(merger), merger.config, env, clock)
    except ssl.SSLError as error:
        raise NotSent(f"a certificate of the kubeconfig cannot be used: {error.reason or error}") from None
    except OSError as error:
        raise NotSent(f"the kubeconfig cannot be read: {error}") from None
    except config.ConfigException as error:
        raise NotSent(f"the kubeconfig is not right: {_words(error, context)}") from None
    except (ValueError, TypeError, KeyError, AttributeError, config.yaml.YAMLError) as error:
        # The text of a YAML error quotes the file, and the file holds tokens.
        raise NotSent(f"the kubeconfig at {paths} is not one: {type(error).__name__}") from None
    raise NotSent(f"there is no kubeconfig at {paths}")


def _current(merger: Any) -> str:
    """Return the current context: of the first file that names one, as kubectl does; the client takes the last."""
    named = [found.get("current-context") for found in merger.config_files.values() if isinstance(found, dict)]
    return next((str(each) for each in named if each), "")


def _words(error: Exception, context: str) -> str:
    if "object with name" in str(error) and context and context in str(error):
        return f"it has no context {context}, or no cluster for it"
    return str(error).partition("{")[0]


def _door(name: str, merged: Any, env: Mapping[str, str], clock: Callable[[], int]) -> Door:
    if not name:
        raise NotSent("the kubeconfig has no current context: name one in the configuration")
    chosen = merged["contexts"].get_with_name(name)["context"].value
    cluster_node = merged["clusters"].get_with_name(chosen["cluster"])["cluster"]
    cluster, folder = dict(cluster_node.value), _folder(cluster_node)
    user: dict[str, Any] = {}
    if chosen.get("user"):
        user_node = merged["users"].get_with_name(chosen["user"])["user"]
        user, folder = dict(user_node.value or {}), _folder(user_node)
        for each in _OURS:
            user_node.value.pop(each, None)
    credentials = Credentials(user, cluster=cluster, folder=folder, env=env, clock=clock)
    configuration, tls = _transport(name, merged)
    insecure = not configuration.verify_ssl and configuration.host.startswith("https")
    certified = bool(user.get("client-certificate") or user.get("client-certificate-data"))

    def pool(given: Credential | None) -> Any:
        return _pool(configuration, tls, given)

    namespace = str(chosen.get("namespace") or "default")
    return Door(name, configuration.host, namespace, insecure, credentials, certified, pool)


def _folder(node: Any) -> str:
    return str(Path(node.path).absolute().parent) if node.path else ""


Tls = Callable[[Credential | None], ssl.SSLContext | None]


def _transport(context: str, merged: Any) -> tuple[Any, Tls]:
    """Let the client read address, certificates and proxy; its temporary files are gone once TLS has read them."""
    config = import_module("kubernetes.config.kube_config")
    configuration = config.Configuration()
    with tempfile.TemporaryDirectory(prefix="warroom-") as folder:
        loader = config.KubeConfigLoader(merged, active_context=context, temp_file_path=folder)
        loader.load_and_set(configuration)
        secure = configuration.host.startswith("https")
        authority = Path(configuration.ssl_ca_cert).read_text("utf-8") if configuration.ssl_ca_cert else ""
        pair = tuple(
            Path(path).read_text("utf-8") if path else "" for path in (configuration.cert_file, configuration.key_file)
        )
    configuration.ssl_ca_cert = configuration.cert_file = configuration.key_file = None
    verify = configuration.verify_ssl

    def tls(given: Credential | None) -> ssl.SSLContext | None:
        certificate, key = (given.certificate, given.key) if given and given.certificate else pair
        return _context(authority, certificate, key, verify=verify) if secure else None

    tls(None)  # a broken certificate is told at once
    return configuration, tls


def _context(authority: str, certificate: str, key: str, *, verify: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif authority:
        context.load_verify_locations(cadata=authority)
    else:
        context.load_default_certs()
    if certificate:
        with tempfile.TemporaryDirectory(prefix="warroom-") as folder:
            both = Path(folder) / "pair.pem"
            both.touch(0o600)
            both.write_text(f"{certificate}\n{key}\n", "utf-8")
            context.load_cert_chain(both, password=_no_password)
    return context


def _no_password() -> str:
    """Without this, OpenSSL asks for the password of a key at the terminal."""
    return "none"


def _pool(configuration: Any, tls: Tls, given: Credential | None) -> Any:
    urllib3 = import_module("urllib3")
    # An insecure context is shown with a badge; a warning on stderr would be painted over the screen.
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    configuration.connection_pool_maxsize = _CONNECTIONS
    configuration.retries = False
    try:
        pool = import_module("kubernetes.client.rest").RESTClientObject(configuration).pool_manager
    except (ValueError, ImportError, urllib3.exceptions.HTTPError) as error:
        raise NotSent(f"the proxy of the kubeconfig cannot be used: {type(error).__name__}") from None
    context = tls(given)
    if context is not None:
        pool.connection_pool_kw["ssl_context"] = context
    return pool
