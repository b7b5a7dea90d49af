#!/bin/sh
# Runs every test program and the page's own tests; ends with "N passed, N failed".  usage: tests/run.sh [xunit options]
set -u
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
passed=0 failed=0 skipped=0 broken=''
mkdir -p "$root/.work"

count() { sed -n "s/^ *$2: *\([0-9][0-9]*\).*/\1/p" "$1" | tail -n 1; }

for project in Spatial MapApi Web; do
  log="$root/.work/test-$project.log"
  printf '== GunMane.%s.Tests\n' "$project"
  dotnet "$root/tests/GunMane.$project.Tests/bin/Release/net10.0/GunMane.$project.Tests.dll" --no-ansi --progress off "$@" > "$log" 2>&1
  code=$?
  cat "$log"
  n=$(count "$log" succeeded); passed=$((passed + ${n:-0}))
  n=$(count "$log" failed); failed=$((failed + ${n:-0}))
  n=$(count "$log" skipped); skipped=$((skipped + ${n:-0}))
  # A program that ended badly without naming a failed test counts as one; a filter may leave a program without tests (8).
  case "$code" in 0|2) ;; 8) [ $# -gt 0 ] || broken="$broken GunMane.$project.Tests(no tests)" ;; *) broken="$broken GunMane.$project.Tests($code)" ;; esac
done

printf '== web/test\n'
log="$root/.work/test-node.log"
node --test "$root/web/test/" > "$log" 2>&1 || { cat "$log"; }
passed=$((passed + $(sed -n 's/^# pass \([0-9]*\)/\1/p' "$log" | tail -n 1)))
failed=$((failed + $(sed -n 's/^# fail \([0-9]*\)/\1/p' "$log" | tail -n 1)))

for name in $broken; do printf 'did not end as a test run: %s\n' "$name"; failed=$((failed + 1)); done
[ "$skipped" = 0 ] && printf '%s passed, %s failed\n' "$passed" "$failed" || printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" = 0 ]
