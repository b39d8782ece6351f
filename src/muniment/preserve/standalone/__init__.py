"""The verifiers that travel inside every package: one Python file and one shell file, each complete in itself (Apache-2.0)."""
