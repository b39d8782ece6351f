"""`python -m muniment`: answers `--version` without loading anything, else hands over to the command line."""

import sys

from muniment import __version__


def main() -> int:
    """Run; answers the exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"muniment {__version__}\n")
        return 0
    from muniment.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
