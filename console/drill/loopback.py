"""What the servers of a drill share: loopback alone, a thread a connection, and an end that waits for nobody."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LoopbackHandler(BaseHTTPRequestHandler):
    """One connection, which its listener knows, so that it can be closed from outside."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: "LoopbackListener"

    def setup(self) -> None:
        """Let the listener know of the connection."""
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        """End it, whether or not the client is still there."""
        self.server.connections.discard(self.connection)
        try:
            super().finish()
        except OSError:
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Say nothing: the terminal belongs to the console."""


class LoopbackListener(ThreadingHTTPServer):
    """The listening socket, and the connections that are open; `port` 0 is any that is free."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, handler: type[LoopbackHandler]) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.stopping = threading.Event()
        self.connections: set[socket.socket] = set()

    def drop_connections(self) -> None:
        """Close every connection, in the middle of whatever it does."""
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.connections.discard(connection)

    def handle_error(self, *_args: object) -> None:
        """A client went away; that is not worth a word."""
