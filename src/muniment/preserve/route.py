"""One request to one address, by the route its user named, and nothing else: no redirect, no cookie, no name of this program.

Routes: `direct`; `tor` (a SOCKS proxy on this machine, port 9050); `socks:HOST:PORT`. Through a proxy (SOCKS5, RFC 1928) the name of
the host is looked up at its far end, so that no request for it leaves this machine.
"""

import contextlib
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from muniment.model.errors import BadInputError, MunimentError

TOR = ("127.0.0.1", 9050)
SECONDS = 20.0
"""For each step; and twice that for all of them."""
_PROXY = re.compile(r"socks:([\w.-]+|\[[0-9a-f:]+\]):([0-9]{1,5})")


class RouteError(MunimentError):
    """Nobody answered, or with something other than an answer: `reply` holds what came."""

    reply: bytes = b""


def checked(url: str, via: str) -> None:
    """Whether this is an address and a route that can be asked.

    Raises:
        BadInputError: it is not.
    """
    _parts(url)
    _proxy(via)


def post(
    url: str, body: bytes, kind: str, via: str, most: int, *, headers: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> bytes:  # fmt: skip
    """What an address answers to these bytes of this media type. A step may take `seconds`, all of them twice that.

    Raises:
        RouteError: nobody answered in time, with an error, or with more than `most` bytes.
    """
    parts, ends = _parts(url), time.monotonic() + 2 * seconds
    try:
        connection = http.client.HTTPConnection(parts.netloc)
        connection.sock = _connected(parts, _proxy(via))
        connection.sock.settimeout(seconds)
        watch = _watch(connection.sock, ends)
        try:
            connection.request("POST", _path(parts), body, {"Content-Type": kind, "Connection": "close", **(headers or {})})
            with connection.getresponse() as response:
                return _answer(response, most, ends)
        finally:
            watch.cancel()
            connection.close()
    except (OSError, http.client.HTTPException) as exc:
        raise RouteError(f"{parts.hostname} gave no answer: {_told(exc)}.", advice="It is tried again later.") from exc


def _watch(stream: socket.socket, ends: float) -> threading.Timer:
    """Hangs up when the time for all steps is over: headers that drip letter by letter never run into the time of one step."""
    watch = threading.Timer(max(ends - time.monotonic(), 0), _hang_up, [stream])
    watch.daemon = True
    watch.start()
    return watch


def _hang_up(stream: socket.socket) -> None:
    with contextlib.suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not parts.username
    except ValueError:
        is_sound = False
    if not is_sound or not url.isascii() or not url.isprintable() or " " in url:
        raise BadInputError(f"{url!r} is no address to ask.", advice="Write it as http://HOST/PATH or https://HOST/PATH.")
    return parts


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _proxy(via: str) -> tuple[str, int] | None:
    if via in ("direct", "tor"):
        return TOR if via == "tor" else None
    match = _PROXY.fullmatch(via)
    if match is None or not 0 < int(match[2]) < 1 << 16:
        raise BadInputError(f"{via!r} is no route.", advice="Routes are direct, tor, socks:HOST:PORT.")
    return match[1].strip("[]"), int(match[2])


def _connected(parts: SplitResult, proxy: tuple[str, int] | None) -> socket.socket:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    plain = socket.create_connection(proxy or (host, port), timeout=SECONDS)
    try:
        if proxy is not None:
            _through(plain, host, port)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if parts.scheme == "https" else plain
    except BaseException:
        plain.close()
        raise


def _through(proxy: socket.socket, host: str, port: int) -> None:
    """Ask a SOCKS5 proxy, without a password, for a connection to a host by its name."""
    name = host.encode("ascii")
    proxy.sendall(b"\x05\x01\x00")
    if _read(proxy, 2) != b"\x05\x00":
        raise RouteError("The proxy of this route wants a password, or speaks another language than SOCKS5.")
    proxy.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big"))
    head = _read(proxy, 4)
    if head[:2] != b"\x05\x00":
        raise RouteError(f"The proxy of this route did not reach {host} (SOCKS5 answer {head[1]}).", advice="It is tried again later.")
    length = {1: 4, 4: 16}.get(head[3]) or _read(proxy, 1)[0]
    _read(proxy, length + 2)


def _read(stream: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = stream.recv(count - len(data))
        if not piece:
            raise ConnectionError("the proxy hung up")
        data += piece
    return data


def _answer(response: http.client.HTTPResponse, most: int, ends: float) -> bytes:
    data = b""
    while (piece := response.read1(1 << 16)) and len(data) <= most:
        data += piece
        if time.monotonic() >= ends:
            break
    if time.monotonic() >= ends:  # hung up by ourselves: what came so far is not all of it
        raise TimeoutError("its answer took too long")
    if response.status == 200 and len(data) <= most:
        return data
    said = f"the HTTP status {response.status}" if response.status != 200 else f"more than the {most:,} bytes that are taken"
    error = RouteError(f"It answered with {said}.", advice="It is tried again later.")
    error.reply = data[:most]
    raise error


def _told(exc: Exception) -> str:
    return (exc.strerror or str(exc) if isinstance(exc, OSError) else str(exc)) or type(exc).__name__
