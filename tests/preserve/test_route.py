"""One request by the route that was named: what answers, what does not, and a proxy that finds the host by its name."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from muniment.model.errors import BadInputError
from muniment.preserve import route
from tests.preserve.authorities import House, served

KIND = "application/timestamp-query"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("authorities")) as made:
        yield made


def test_an_answer_comes_back_as_it_was_sent(house: House) -> None:
    assert route.post(house.url("garbage"), b"x", KIND, "direct", 1000) == bytes(range(256))
    assert route.post(house.url("empty"), b"x", KIND, "direct", 1000) == b""


def test_an_error_keeps_what_came_with_it(house: House) -> None:
    with pytest.raises(route.RouteError, match="HTTP status 500") as raised:
        route.post(house.url("broken"), b"x", KIND, "direct", 1000)
    assert raised.value.reply == b"<html>broken</html>"


def test_more_than_is_taken_is_no_answer(house: House) -> None:
    with pytest.raises(route.RouteError, match="more than the 1,000 bytes") as raised:
        route.post(house.url("huge"), b"x", KIND, "direct", 1000)
    assert raised.value.reply == b"\x30" * 1000


def test_nobody_there_is_said() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    with pytest.raises(route.RouteError, match="gave no answer"):
        route.post(f"http://127.0.0.1:{port}/", b"x", KIND, "direct", 1000)


def test_what_speaks_no_http_is_said() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].close())
        thread.start()
        with pytest.raises(route.RouteError, match="gave no answer"):
            route.post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"x", KIND, "direct", 1000)
        thread.join()


def test_an_answer_that_never_ends_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "SECONDS", 0.3)
    with closing(socket.create_server(("127.0.0.1", 0))) as server, pytest.raises(route.RouteError, match="gave no answer"):
        route.post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"x", KIND, "direct", 1000)


@pytest.mark.parametrize(
    "url", ["", "ftp://host/", "http://", "//host", "http://host:99999/", "http://me:word@host/", "http://h st/", "http://hóst/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadInputError, match="no address"):
        route.checked(url, "direct")


@pytest.mark.parametrize("via", ["", "Direct", "socks", "socks:host", "socks:host:0", "socks:host:70000", "socks:a b:1", "stick"])
def test_what_is_no_route_is_refused(via: str) -> None:
    with pytest.raises(BadInputError, match="no route"):
        route.checked("http://host/", via)


class Proxy:
    """A SOCKS5 proxy that goes where it is told for one name alone, and remembers the name."""

    def __init__(self, port: int, answer: int = 0) -> None:
        self.server, self.port, self.answer, self.asked = socket.create_server(("127.0.0.1", 0)), port, answer, b""
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        client, _ = self.server.accept()
        with client:
            client.recv(3)
            client.sendall(b"\x05\x00")
            head = client.recv(300)
            self.asked = head[5 : 5 + head[4]]
            client.sendall(bytes([5, self.answer, 0, 1, 0, 0, 0, 0, 0, 0]))
            if self.answer:
                return
            with socket.create_connection(("127.0.0.1", self.port)) as there:
                asked = b""
                while not asked.endswith(b"\r\n\r\nx"):
                    asked += client.recv(1 << 16)
                there.sendall(asked)
                while piece := there.recv(1 << 16):
                    client.sendall(piece)


def test_a_proxy_is_given_the_name_so_that_no_name_is_looked_up_here(house: House) -> None:
    proxy = Proxy(int(house.address.rpartition(":")[2]))
    via = f"socks:127.0.0.1:{proxy.server.getsockname()[1]}"
    assert route.post("http://tsa.invalid/garbage", b"x", KIND, via, 1000) == bytes(range(256))
    assert proxy.asked == b"tsa.invalid"
    proxy.server.close()


def test_a_proxy_that_does_not_reach_it_says_so(house: House) -> None:
    proxy = Proxy(0, answer=4)
    with pytest.raises(route.RouteError, match=r"did not reach tsa\.invalid"):
        route.post("http://tsa.invalid/", b"x", KIND, f"socks:127.0.0.1:{proxy.server.getsockname()[1]}", 1000)
    proxy.server.close()


def test_the_onion_route_is_the_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy(0, answer=1)
    monkeypatch.setattr(route, "TOR", proxy.server.getsockname())
    with pytest.raises(route.RouteError):
        route.post("http://tsa.invalid/", b"x", KIND, "tor", 1000)
    assert proxy.asked == b"tsa.invalid"
    proxy.server.close()


def test_nothing_of_this_program_is_told(house: House, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        seen: list[bytes] = []

        def once() -> None:
            client, _ = server.accept()
            with client:
                seen.append(client.recv(1 << 16))
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=once)
        thread.start()
        route.post(f"http://127.0.0.1:{server.getsockname()[1]}/t?x=1", b"question", KIND, "direct", 1000)
        thread.join()
    head = seen[0].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert head[0] == "POST /t?x=1 HTTP/1.1"
    assert sorted(line.split(":")[0] for line in head[1:]) == ["Accept-Encoding", "Connection", "Content-Length", "Content-Type", "Host"]
