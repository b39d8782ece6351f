"""Every error of ours ends in Error, roots at MunimentError and speaks for itself."""

import ast

from tests.rules.source import STANDALONE, modules, tree

ROOT_ERROR = "MunimentError"


def classes() -> dict[str, tuple[str, list[str]]]:
    """Class name -> (module, names of its bases), over the whole product."""
    return {
        node.name: (
            name,
            [base.id if isinstance(base, ast.Name) else base.attr for base in node.bases if isinstance(base, ast.Name | ast.Attribute)],
        )
        for name, path in modules().items()
        if path != STANDALONE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    }


def raised(name: str, known: dict[str, tuple[str, list[str]]]) -> bool:
    """Whether a class is an exception, ours or one of Python's."""
    if name in known:
        return any(raised(base, known) for base in known[name][1] if base != name)
    return name.endswith(("Error", "Exception")) or name in {"KeyboardInterrupt", "SystemExit"}


def rooted(name: str, known: dict[str, tuple[str, list[str]]]) -> bool:
    """Whether a class descends from our root."""
    return name == ROOT_ERROR or any(rooted(base, known) for base in known.get(name, ("", []))[1] if base != name)


def errors() -> list[str]:
    """Every public exception class."""
    known = classes()
    return sorted(name for name in known if raised(name, known) and not name.startswith("_"))


def test_every_error_ends_in_error() -> None:
    assert [name for name in errors() if not name.endswith("Error")] == []


def test_every_error_roots_at_ours() -> None:
    known = classes()
    assert len(errors()) > 10
    assert [f"{known[name][0]}.{name}" for name in errors() if not rooted(name, known)] == []


def test_an_error_that_roots_elsewhere_would_be_found() -> None:
    known = {"OddError": ("here", ["ValueError"]), "FineError": ("here", ["BaseOfOursError"]), "BaseOfOursError": ("here", [ROOT_ERROR])}
    assert raised("OddError", known)
    assert not rooted("OddError", known)
    assert rooted("FineError", known)
