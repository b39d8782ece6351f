# One-line aliases of ./muniment; nothing lives here alone.
.PHONY: check run test fix docs pictures demo lock
check test:
	./muniment test
run:
	./muniment serve
demo:
	./muniment demo
fix:
	./muniment setup test && .venv/bin/ruff check --fix . && .venv/bin/ruff format .
docs:
	./muniment setup test && .venv/bin/python setup/docs.py
pictures:
	./muniment setup test && .venv/bin/python setup/pictures.py
lock:
	setup/lock
