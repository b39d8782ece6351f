# Sourced by ./muniment test: format, lint, types, layers, then every test. pytest comes last, so that its summary is what one sees.
# All steps run even if one fails; the exit code is 1 if any did.
cd "$root" || exit 3
bin=$venv/bin
export PYTHONDONTWRITEBYTECODE=1
failed=''

step() { # name, command
    name=$1; shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed $name"
}

step format "$bin/python" -m ruff format --check --quiet .
step lint "$bin/python" -m ruff check --quiet .
step types "$bin/python" -m mypy
step layers "$bin/lint-imports" --no-cache
step tests "$bin/python" -m pytest -p no:cacheprovider "$@"

[ -z "$failed" ] && exit 0
printf 'FAILED:%s\n' "$failed"
exit 1
