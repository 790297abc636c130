#!/bin/sh
# Pin every requirement with its hashes, for all platforms, without index addresses. Needs `uv`.
set -eu
cd "$(dirname "$0")"
for name in run dev; do
  uv pip compile "$name.in" --output-file "$name.txt" --universal --python-version 3.11 \
    --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command requirements/lock.sh "$@"
done
