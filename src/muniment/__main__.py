"""`python -m muniment`: answers `--version` without loading anything, else hands over to the command line."""

import sys
from collections.abc import Callable
from pathlib import Path

from muniment import __version__


def main() -> int:
    """Run; answers the exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"muniment {__version__}\n")
        return 0
    from muniment.cli import main as run

    return run(serve=_serve)


def _serve(root: Path, ask: Callable[[], str], host: str, port: int, ready: Callable[[str], None]) -> None:
    """The web interface, loaded only when it is asked for: the two ways in meet here and nowhere else."""
    from muniment.web.server import serve

    serve(root, ask, host, port, ready)


if __name__ == "__main__":
    sys.exit(main())
