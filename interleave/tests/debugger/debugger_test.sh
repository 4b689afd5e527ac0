#!/usr/bin/env bash
# In a real gdb: a replayed deadlock stops where it fails, and each thread has its name and place.
# Arguments: the program, its source, and gdb/interleave.py. Exit status 77: there is no gdb, or it
# has no Python, or nobody may look into processes here.
set -u
program=$1 source=$2 script=$3

gdb -q -batch -ex 'python print("has python")' -ex run --args true 2>&1 |
  grep -c -e 'has python' -e 'exited normally' | grep -qx 2 || exit 77

schedule=$("$program")
said=$(timeout 100 gdb -q -batch -x "$script" -ex run -ex 'info threads' -ex lanes -ex bt \
  -ex continue --args "$program" "$schedule" 2>&1)

wrong=0
expect() {
  grep -qE -e "$1" <<<"$said" && return
  echo "'$1' is not in what gdb says"
  wrong=1
}

line_of() {
  grep -n "$1 waits here" "$source" | cut -d: -f1
}

expect 'the schedule fails here: nobody can go on'
expect 'Thread .*"anna"'
expect 'Thread .*"ben"'
expect "anna +two_locks  two_locks.cpp:$(line_of anna)"
expect "ben +two_locks  two_locks.cpp:$(line_of ben)"
expect '^anna waits for right, which ben holds'
# A backtrace has the program's own functions only.
! grep -q '^#.*interleave::Execution' <<<"$said" || { echo "frames of the explorer" && wrong=1; }
[ $wrong = 0 ] || echo "$said"
exit $wrong
