# Sourced by ./muniment test: format, lint, types, layers, documents in step, then every test. All steps run even if one fails, and
# the exit code is 1 if any did. pytest comes last and its closing line is the last that is printed: whoever looks at the end of a
# long log sees how many tests passed. What failed before it is told before it.
cd "$root" || exit 3
bin=$venv/bin
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
step documents env PYTHONPATH=src "$bin/python" setup/docs.py --check

[ -z "$failed" ] || printf '\nFAILED before the tests:%s\n' "$failed"
step tests "$bin/python" -m pytest -p no:cacheprovider -n auto --dist loadfile --no-loadscope-reorder "$@"
[ -z "$failed" ]
exit
