"""Steps that raise the tables from one version to the next, each with the note that it ran in one transaction."""
