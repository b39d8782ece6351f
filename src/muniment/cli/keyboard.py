"""One key at a time from the terminal, without Enter. The terminal is as it was afterwards, whatever happens."""

import sys
import termios
import tty

STOPS = {"\x03", "\x04"}  # Ctrl-C and Ctrl-D arrive as keys while the terminal is raw


def is_there() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def pressed(prompt: str, keys: set[str]) -> str:
    """The first of these keys that is pressed; others are passed over.

    Raises:
        KeyboardInterrupt: Ctrl-C or Ctrl-D.
    """
    sys.stdout.write(f"\n{prompt}\n> ")
    sys.stdout.flush()
    while (key := _one()) not in keys:
        if key in STOPS or not key:
            raise KeyboardInterrupt
    sys.stdout.write(f"{key}\n")
    return key


def _one() -> str:
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setraw(descriptor, termios.TCSADRAIN)  # keys typed ahead are kept
        return sys.stdin.read(1).lower()
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
