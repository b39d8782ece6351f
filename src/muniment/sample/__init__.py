"""The sample of the demonstration: an invented country with invented people, and a chronicle of publicly reported facts.

It promises that nobody in `invented/` exists, and that `chronicle.txt` gives in our own words what one published article reports, as
the claims of those it names. It refuses to grade a real source or to decide on a claim about a real person: what the invented
reviewer decides is listed statement by statement in `manifest.toml`, for invented documents alone.

    >>> from muniment import sample
    >>> [document.title for document in sample.manifest().documents if not document.is_invented]
    ['Chronicle of publicly reported statements, July 2025']
"""

from muniment.sample.contents import Answer, Document, List, Manifest, Person, Reading, Source, Statement, manifest, read

__all__ = ["Answer", "Document", "List", "Manifest", "Person", "Reading", "Source", "Statement", "manifest", "read"]
