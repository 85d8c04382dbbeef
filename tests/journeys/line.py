"""The network between a phone and the server, or the server and its database, which a test can cut and mend: bytes go
through while it holds."""

import socket
import threading
from contextlib import suppress

PIECE = 65536


class Line:
    """A forwarder on 127.0.0.1. `cut` breaks every connection and refuses new ones; `mend` takes the port again.

    A `host` that begins with / is the file of a socket.
    """

    def __init__(self, host: str, port: int = 0) -> None:
        self._server = (host, port)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self.port = 0
        self.mend()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def mend(self) -> None:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        if self._listener is not None:
            self._close(self._listener)
            self._listener = None
        with self._lock:
            held, self._open = self._open, set()
        for one in held:
            self._close(one)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                phone, _ = listener.accept()
            except OSError:
                return
            try:
                server = self._connected()
            except OSError:
                self._close(phone)
                continue
            with self._lock:
                self._open |= {phone, server}
            for one, other in ((phone, server), (server, phone)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _connected(self) -> socket.socket:
        host, _ = self._server
        if not host.startswith("/"):
            return socket.create_connection(self._server)
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.connect(host)
        return server

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                other.sendall(piece)
        self._close(one)
        self._close(other)
        with self._lock:
            self._open -= {one, other}

    @staticmethod
    def _close(one: socket.socket) -> None:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
