"""The verifiers that travel inside every package: one file of Python, one of shell, one page for a browser (Apache-2.0).

Each is complete in itself. verify.html is joined from the parts in page/ by `make docs`."""
