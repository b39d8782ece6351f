"""The command line: reads input, walks through one door, shows the answer. Exit codes are decided here.

0 ok; 1 the answer is no, failed or refused; 2 usage or bad input; 3 internal; 4 nothing failed but a check could not run.
"""

from muniment.cli.main import main

__all__ = ["main"]
