"""A drill reaches nothing but its own world: asked in a process of its own, since the doors stay shut."""

import subprocess
import sys

import pytest

TRY = """
import asyncio, socket, subprocess, sys
from console.drill.sandbox import shut
server = socket.create_server(("127.0.0.1", 0))
shut(frozenset([server.getsockname()[1]]))
socket.create_connection(server.getsockname()).close()
socket.getaddrinfo("localhost", 80)
subprocess.run(["git", "--version"], check=True, capture_output=True)
print("well so far")
try:
    {attempt}
except PermissionError as error:
    print("refused:", error)
except Exception as error:
    print(type(error).__name__, error, error.__cause__)
else:
    print("it went through")
"""


@pytest.mark.parametrize(
    "attempt",
    [
        'socket.create_connection(("192.0.2.1", 80), 1)',
        'socket.create_connection(("2001:db8::1", 80), 1)',
        'socket.getaddrinfo("shop.example", 443)',
        'socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53))',
        'asyncio.run(asyncio.open_connection("192.0.2.1", 80))',
        'subprocess.run(["sh", "-c", "true"])',
        'subprocess.run("true", shell=True)',
        '__import__("os").system("true")',
        '__import__("httpx").get("http://192.0.2.1/")',
        'socket.gethostbyaddr("shop.example")',
        'socket.getnameinfo(("192.0.2.1", 80), 0)',
        'socket.create_connection(("127.0.0.1", 1), 1)',
        'socket.socket(socket.AF_UNIX).connect("/var/run/docker.sock")',
        'subprocess.run(["/tmp/elsewhere/git", "--version"])',
        'subprocess.run(["git", "ls-remote", "http://127.0.0.1:1/x"])',
        'subprocess.run(["git", "-c", "alias.z=!echo ran", "z"])',
        'subprocess.run(["git", "-c", "core.pager=sh", "log"])',
        'subprocess.run(["git", "-C", "/tmp", "fetch"])',
    ],
)
def test_every_way_out_is_refused(attempt: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", TRY.format(attempt=attempt)], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.stdout.startswith("well so far\n"), run.stderr
    assert "a drill reaches nothing but its own world" in run.stdout, run.stdout + run.stderr
