#!/usr/bin/env bash
# Drives the tool as a student does, in a small workbook of its own. Compiling is played by a
# build.ninja written here, and a test program by a script: what counts is what the tool says.
set -u
tool=$1
source "$2/tests/tool/expect.sh"

new_workbook() {
  cd "$scratch" && rm -rf book && mkdir -p book && cd book || exit 1
  export WORKBOOK_ROOT=$PWD
  mkdir -p part1_x/1_journal tests/part1_x/stubs build/student
  cat >workbook.json <<'JSON'
{"title": "t", "parts": [{"number": 1, "folder": "part1_x", "title": "X", "exercises": [
  {"id": "1.1", "name": "journal", "header": "journal.hpp", "title": "A log", "points": 2,
   "concepts": ["c"], "rules": []}]}]}
JSON
  echo "// as given" >tests/part1_x/stubs/1_journal.hpp
  echo "// mine" >part1_x/1_journal/journal.hpp
  printf '# Hints\n\n## Where\nHere.\n\n## Why\nSo.\n' >part1_x/1_journal/hints.md
  build_with 'cp program $out'
  program_reports passed
}

# Makes building run `$1`; $out is the test program, made of `program`.
build_with() {
  local command=${1//cp program/cp $PWD/program}
  printf 'rule make\n  command = %s\n' "$command" >build/student/build.ninja
  local target
  for target in student.1_1 own.1_1 debug.1_1 main.1_1; do
    printf 'build %s: make %s %s\n' $target "$PWD/program" "$PWD/part1_x/1_journal/journal.hpp"
  done >>build/student/build.ninja
}

# Makes the test program the shell script `$1`. Its tests are Journal.Keeps and Journal.Counts.
program_is() {
  printf '#!/bin/sh\n[ "$1" = --gtest_list_tests ] && echo "Journal." && echo "  Keeps" &&
    echo "  Counts" && exit\n%s\n' "$1" >program
  chmod +x program
}

# Makes the test program report one test with the verdict `$1`, in the first of its two shards.
program_reports() {
  cat >report <<JSON
{"event":"result","test":"Journal.Keeps","index":0,"verdict":"$1","seen":"all 6 schedules",\
"headline":"It is so.","schedule":"s1","schedule_number":3}
JSON
  program_is "[ \"\$GTEST_SHARD_INDEX\" = 1 ] || cat '$PWD/report' >>\"\$WORKBOOK_REPORT\""
}

# Two tests that fail, the first with three threads and the second with two; a third is left.
program_reports_two_failures() {
  cat >report <<'JSON'
{"event":"plan","tests":["Journal.Keeps","Journal.Counts","Journal.Ends"]}
{"event":"result","test":"Journal.Keeps","index":0,"verdict":"deadlock","headline":"It is so.",\
"schedule":"s1","schedule_number":3,"data":{"failure":{"threads":[{},{},{}]}}}
{"event":"result","test":"Journal.Counts","index":1,"verdict":"never ends","headline":"Round.",\
"schedule":"s2","schedule_number":1,"data":{"failure":{"threads":[{},{}]}}}
JSON
  sed -i ':a;N;$!ba;s/\\\n//g' report
  program_is "[ \"\$GTEST_SHARD_INDEX\" = 1 ] || cat '$PWD/report' >>\"\$WORKBOOK_REPORT\""
}

# Fifteen that passed, one of them without having seen all.
program_reports_many() {
  local i seen complete
  for i in {0..14}; do
    seen="the only schedule, all 1,234 schedules" complete=true
    [ "$i" = 14 ] && seen="at least 300 schedules" complete=false
    echo '{"event":"result","test":"Journal.Keeps'"$i"'","index":'"$i"',"verdict":"passed",' \
      '"complete":'"$complete"',"seen":"'"$seen"'"}'
  done >report
  program_is "[ \"\$GTEST_SHARD_INDEX\" = 1 ] || cat '$PWD/report' >>\"\$WORKBOOK_REPORT\""
}

new_workbook
expect 0 "1.1  journal" "$tool" list
expect 0 "all 6 schedules" "$tool" check 1.1
program_reports_many
expect 0 "14 tests  every schedule of each" "$tool" check 1.1
expect 0 "ok  Journal.Keeps14  at least 300 schedules" "$tool" check 1.1
program_reports passed
expect 0 "passed" "$tool" list
expect 0 '"verdict": "passed"' "$tool" check --json journal
expect 0 "1.1 journal  passed" "$tool" check part1_x/1_journal
expect 2 "Did you mean journal?" "$tool" check jurnal
expect 2 "There is no exercise 7.9 yet" "$tool" check 7.9
expect 2 "Did you mean check?" "$tool" chekc
expect 0 "1.1 journal  passed" "$tool" 1.1
expect 0 "1.1 journal  passed" "$tool" journal
expect 2 "There is no exercise 7.9 yet" "$tool" 7.9
expect 2 "compilr" "$tool" test --compilr clang
expect 2 "no failure of 1.1 to replay" "$tool" replay 1.1
expect 2 "no failure of 1.1 to step through" "$tool" debug 1.1 --print
expect 0 "no failing schedule" "$tool" debug 1.1 Journal.Keeps --print

program_reports deadlock
expect 1 "It is so." "$tool" check 1.1
expect 1 "./workbook replay 1.1" "$tool" check 1.1
expect 1 "DEADLOCK" "$tool" replay 1.1
expect 1 "./workbook debug 1.1" "$tool" check 1.1
expect 0 "INTERLEAVE_CARRIER=threads INTERLEAVE_REPLAY=s1 gdb " "$tool" debug 1.1 --print
expect 0 "--gtest_filter=Journal.Keeps" "$tool" debug 1.1 --print
expect 0 "tbreak Journal_Keeps_Test::TestBody" "$tool" debug 1.1 Journal.Keeps --print
expect 1 "  FAIL  Journal.Keeps  deadlock" "$tool" check 1.1
expect 0 "--gtest_filter=Journal.Keeps" "$tool" debug 1.1 Keeps --print
expect 2 "has no test 'Keep'. Did you mean Keeps?" "$tool" debug 1.1 Keep --print
expect 1 "It is so." "$tool" check 1.1 Journal.Keeps
expect 1 "DEADLOCK" "$tool" check Keeps
expect 2 "One test of one exercise" "$tool" check 1.1 Keeps Counts

program_reports_two_failures
expect 1 "1.1 journal  never ends" "$tool" check 1.1
expect 1 "left  1 test: not run" "$tool" check 1.1
expect 1 "Round." "$tool" check 1.1
expect 1 "Journal.Keeps: DEADLOCK" "$tool" check 1.1 --all-stories
expect 1 "./workbook replay 1.1 NAME" "$tool" check 1.1
expect 1 '"tests_left": 1' "$tool" check 1.1 --json
program_reports deadlock
"$tool" check 1.1 >/dev/null
mkdir no_gdb && for program in ninja sh cp cat; do ln -s "$(command -v $program)" no_gdb; done
expect 2 "apt-get install gdb" env PATH="$PWD/no_gdb" "$tool" debug 1.1
expect 1 "0 of 2 points" "$tool" </dev/null
expect_plain "$tool" check 1.1

# A program that dies, and one that says nothing.
echo '{"event":"start","test":"Journal.Keeps","index":0}' >report
program_is "cat '$PWD/report' >>\"\$WORKBOOK_REPORT\"; kill -SEGV \$\$"
expect 1 "crash" "$tool" check 1.1
program_is 'echo lost'
expect 2 "did not report anything" "$tool" check 1.1

expect 0 "hint 1 of 2: Where" "$tool" hint 1.1
expect 0 "hint 2 of 2: Why" "$tool" hint 1.1
expect 0 "hint 2 of 2: Why" "$tool" hint 1.1

expect 0 "kept as part1_x/1_journal/journal.hpp.yours-1" "$tool" reset 1.1
expect 0 "as it was given" "$tool" reset 1.1
expect 0 "// mine" cat part1_x/1_journal/journal.hpp.yours-1
expect 0 "// as given" cat part1_x/1_journal/journal.hpp

rm part1_x/1_journal/journal.hpp
expect 2 "./workbook reset 1.1" "$tool" check 1.1
expect 0 "as it was given" "$tool" reset 1.1

build_with "echo $PWD/part1_x/1_journal/journal.hpp:7:3: error: expected \\';\\' ; false"
expect 2 "part1_x/1_journal/journal.hpp:7" "$tool" check 1.1
expect 2 "stuck?  ./workbook hint 1.1" "$tool" check 1.1
expect 2 "./workbook check 1.1 --compiler" "$tool" check 1.1
expect 2 "All that the compiler said" "$tool" check 1.1 --compiler
expect 2 "journal.hpp:7" "$tool" run 1.1
expect 2 "journal.hpp:7" "$tool" replay 1.1 Keeps
echo "class A {" >part1_x/1_journal/journal.hpp
expect 2 "a '{' of this line is never closed" "$tool" check 1.1
build_with 'echo g++: fatal error: Killed signal terminated program cc1plus; false'
expect 2 "the memory ran out" "$tool" check 1.1
build_with 'echo cc1plus: fatal error: error writing to x: No space left on device; false'
expect 2 "disk is full" "$tool" check 1.1
rm program
build_with 'cp program $out'
expect 2 "program is missing" "$tool" check 1.1

# What is forbidden is found before anything is compiled.
forbids='"forbidden": [{"name": "std::atomic", "why": "A lock does."}]'
sed -i "s/\"rules\": \[\]/\"rules\": [], $forbids/" \
  workbook.json
echo "std::atomic<int> n;" >part1_x/1_journal/journal.hpp
expect 1 "std::atomic is not allowed here. A lock does." "$tool" check 1.1
expect 1 '"verdict": "forbidden"' "$tool" check 1.1 --json
expect 1 "journal.hpp:1" "$tool" run 1.1

echo '{"title": "t", "parts": [' >workbook.json
expect 2 "workbook.json is broken" "$tool" list
rm workbook.json
expect 2 "Cannot read" "$tool" list

# What stands on an earlier exercise can be checked on the student's own answer to that.
new_workbook
expect 2 "1.1 stands on no earlier exercise: leave --own out." "$tool" check 1.1 --own
sed -i 's/"points": 2,/"points": 2, "uses": ["1.0"],/
  s/"exercises": \[/&{"id": "1.0", "name": "zero", "header": "zero.hpp", "title": "Z", "points": 1,\
  "concepts": ["c"], "rules": []},/' workbook.json
program_reports deadlock
expect 1 "On your own 1.0:" "$tool" check 1.1 --own
expect 2 "There is no failure of 1.1 to replay" "$tool" replay 1.1

# Another ./workbook is building: this one says so, and waits.
new_workbook
exec 8>build/lock && flock 8
: >said
"$tool" check 1.1 >said 2>&1 8>&- &
until grep -q "waiting for it" said || ! kill -0 $! 2>/dev/null; do :; done
exec 8>&-
wait $!
expect 0 "all 6 schedules" cat said

finish
