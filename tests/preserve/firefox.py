"""The system's Firefox by its own remote protocol (Marionette): “length:JSON” over a loopback socket, a command and its answer.

It is given a proxy at which nobody listens, so that a browser that likes to call home cannot.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PREFERENCES = {
    "marionette.port": 0, "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9, "network.proxy.allow_hijacking_localhost": True,
    "browser.shell.checkDefaultBrowser": False, "browser.startup.homepage_override.mstone": "ignore", "app.update.auto": False,
    "datareporting.policy.dataSubmissionEnabled": False, "intl.accept_languages": "en-GB", "network.captive-portal-service.enabled": False,
}  # fmt: skip


class Firefox:
    """One window. `send` answers the value of a WebDriver command."""

    def __init__(self, port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            self.stream = connection.makefile("rwb")  # which keeps it open
        self._read()
        self.count = 0
        self.send("WebDriver:NewSession", {"capabilities": {}})

    def _read(self) -> Any:
        length = b""
        while (sign := self.stream.read(1)) not in (b":", b""):
            length += sign
        return json.loads(self.stream.read(int(length)))

    def send(self, name: str, values: dict[str, Any]) -> Any:
        self.count += 1
        said = json.dumps([0, self.count, name, values]).encode()
        self.stream.write(b"%d:%s" % (len(said), said))
        self.stream.flush()
        _, _, error, result = self._read()
        assert error is None, error
        return result.get("value") if isinstance(result, dict) else result

    def run(self, script: str, *given: Any) -> Any:
        return self.send("WebDriver:ExecuteScript", {"script": script, "args": list(given)})

    def choose(self, selector: str, path: Path) -> None:
        """Give a file input a file."""
        (element,) = self.send("WebDriver:FindElement", {"using": "css selector", "value": selector}).values()
        self.send("WebDriver:ElementSendKeys", {"id": element, "text": str(path)})

    def until(self, script: str) -> None:
        end = time.monotonic() + 60
        while not self.run(script):
            assert time.monotonic() < end, script
            time.sleep(0.05)


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """A Firefox with a fresh profile, gone afterwards."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    program = shutil.which("firefox-esr") or shutil.which("firefox") or "firefox"
    ran = subprocess.Popen(
        [program, "--headless", "--no-remote", "--marionette", "--profile", profile], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    opened = None
    try:
        opened = Firefox(_port(profile / "MarionetteActivePort"))
        yield opened
    finally:
        if opened:
            opened.stream.close()
        ran.terminate()
        ran.wait(30)


def _port(path: Path) -> int:
    end = time.monotonic() + 90
    while not (path.exists() and path.read_text().strip()):
        assert time.monotonic() < end, "Firefox did not start"
        time.sleep(0.1)
    return int(path.read_text())
