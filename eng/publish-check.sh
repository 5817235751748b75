#!/usr/bin/env bash
# Publishes the sample Tickets without the JIT's help and compares what it writes with what the JIT's run writes.
#   publish-check.sh trimmed   net10.0, trimmed, with its own runtime
#   publish-check.sh native    net9.0, native code (the compiler's pack for net10.0 is not served everywhere)
# Fails on any warning of the trimmer or the native compiler, other than the framework's about itself.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-}
case "$kind" in
    trimmed) framework=net10.0 ;;
    native) framework=net9.0 ;;
    *)
        echo "usage: $0 trimmed|native" >&2
        exit 2
        ;;
esac

if [ "$kind" = native ] && ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
    echo "Native code is linked by clang or gcc, and neither is installed: apt-get install clang zlib1g-dev" >&2
    exit 1
fi

sample=samples/Tickets
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build "$sample" -c Release -f net10.0 -v quiet
dotnet "$sample/bin/Release/net10.0/Tickets.dll" "$sample/tickets.jsonl" "$work/jit" >"$work/jit.txt"

dotnet publish "$sample" -c Release -f "$framework" -p:PublishSample="$kind" -o "$work/app" 2>&1 | tee "$work/log"
if grep -E '(warning|error) IL[0-9]+' "$work/log" | grep -v "System.Private.CoreLib"; then
    echo "✗ the $kind publish has the warnings above" >&2
    exit 1
fi

"$work/app/Tickets" "$sample/tickets.jsonl" "$work/published" >"$work/published.txt"
diff "$work/jit.txt" "$work/published.txt"
diff -r "$work/jit/data" "$work/published/data"
diff "$work/jit/schema.json" "$work/published/schema.json"
test -s "$work/published/data/ranked/000001.jsonl"
echo "✓ $kind: $(wc -l <"$work/published/data/ranked/000001.jsonl") rows, the same bytes as the JIT's"
