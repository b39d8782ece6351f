"""Django's SQLite backend on SQLCipher: the same dialect, every page of the file encrypted."""
