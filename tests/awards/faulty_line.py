"""A network that fails: it drops requests and answers, sends twice, cuts off, dawdles, and delivers late."""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

PIECE = 65536
PATIENCE_SECONDS = 30
FAULTS = {
    "request dropped": 0.3,
    "answer dropped": 0.3,
    "sent twice": 0.2,
    "answer cut off": 0.1,
    "delayed": 0.1,
    "delivered after later ones": 0.1,
}
"""How often each happens. A request that is dropped, or held back for later, is lost for whoever sent it."""


class FaultyLine:
    """A forwarder on 127.0.0.1 of one request a connection, whole or not at all. `answers` are all that the server
    gave, whoever heard them; `faults` counts what was done to the traffic."""

    def __init__(self, host: str, port: int, *, seed: int) -> None:
        self._server = (host, port)
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self._held: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.faults: Counter[str] = Counter()
        self.answers: list[bytes] = []

    @contextmanager
    def open(self) -> Iterator["FaultyLine"]:
        """Carry traffic inside; afterwards what was still held back is delivered."""
        accepting = threading.Thread(target=self._accept)
        accepting.start()
        try:
            yield self
        finally:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            accepting.join()
            self._deliver_held()

    def _accept(self) -> None:
        carrying = []
        with suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                carrying.append(threading.Thread(target=self._carry, args=(phone,)))
                carrying[-1].start()
        for thread in carrying:
            thread.join()

    def _carry(self, phone: socket.socket) -> None:
        phone.settimeout(PATIENCE_SECONDS)
        with closing(phone), suppress(OSError):
            request = whole_message(phone)
            if self._happens("request dropped"):
                return
            if self._happens("delivered after later ones"):
                with self._lock:
                    self._held.append(request)
                return
            if self._happens("delayed"):
                time.sleep(0.02)
            answer = self._ask(request)
            if self._happens("sent twice"):
                answer = self._ask(request)
            self._deliver_held()
            if self._happens("answer dropped"):
                return
            phone.sendall(answer[: len(answer) // 2] if self._happens("answer cut off") else answer)

    def _happens(self, fault: str) -> bool:
        with self._lock:
            happens = self._chance.random() < FAULTS[fault]
            self.faults[fault] += happens
        return happens

    def _deliver_held(self) -> None:
        with self._lock:
            held, self._held = self._held, []
        for request in held:
            self._ask(request)

    def _ask(self, request: bytes) -> bytes:
        with closing(socket.create_connection(self._server, timeout=PATIENCE_SECONDS)) as server:
            server.sendall(request)
            answer = whole_message(server)
        with self._lock:
            self.answers.append(answer.partition(b"\r\n\r\n")[2])
        return answer


def whole_message(connection: socket.socket) -> bytes:
    """One HTTP message with its body, by its Content-Length. Raises OSError when it ends before."""
    message = b""
    while b"\r\n\r\n" not in message:
        message += _more(connection)
    head, _, _ = message.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(message) < len(head) + 4 + int(lengths[0]):
        message += _more(connection)
    return message


def _more(connection: socket.socket) -> bytes:
    piece = connection.recv(PIECE)
    if not piece:
        raise ConnectionError("the message ended early")
    return piece
