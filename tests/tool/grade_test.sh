#!/usr/bin/env bash
# Grades a small class of 1.1 as an instructor does, with answers that attack the grader among
# honest ones.
set -u
tool=$1 source=$2
source "$source/tests/tool/expect.sh"
export WORKBOOK_ROOT=$source WORKBOOK_BUILD=$3
place=part1_sender_receiver/1_journal
cd "$scratch" || exit 1

# hand_in STUDENT FILE: an answer to 1.1.
hand_in() {
  mkdir -p "class/$1/$place" && cat "$2" >"class/$1/$place/journal.hpp"
}

# attack STUDENT: the solution with what comes on standard input behind it.
attack() {
  cat "$source/solutions/$place/journal.hpp" - >attack.hpp
  hand_in "$1" attack.hpp
}

# verdict STUDENT VERDICT POINTS: of 1.1.
verdict() {
  expect 0 "\"verdict\": \"$2\"" grep -A 6 '"id": "1.1"' "results/records/$1.json"
  expect 0 "$1,0,$3,0" grep "^$1," results/gradebook.csv
}

mistakes=$source/tests/part1_sender_receiver/mistakes/1_journal
hand_in anna "$source/solutions/$place/journal.hpp"
hand_in ben "$source/tests/part1_sender_receiver/stubs/1_journal.hpp"
hand_in carl "$mistakes/no_lock_in_record.hpp"
echo 'class Journal {' >broken.hpp && hand_in dora broken.hpp
mkdir -p class/emil
hand_in same "$mistakes/no_lock_in_record.hpp"
attack exits <"$source/tests/hostile/exits_before_main.txt"
attack forges <"$source/tests/hostile/forges_a_report.txt"
attack includes <"$source/tests/hostile/includes_the_solution.txt"
# Its CMake and its tests are not used.
echo 'message(FATAL_ERROR "used")' >class/anna/CMakeLists.txt

expect 0 "9 submissions: 5 answers judged" "$tool" grade class --out results --slots 2
verdict anna passed 2
verdict ben "not written yet" 0
verdict carl "data race" 0
verdict dora "does not compile" 0
verdict emil "not written yet" 0
verdict exits crash 0
verdict includes forbidden 0
verdict forges tampered 0
expect 0 "TwoWritersLoseNothing" cat results/students/carl.html
expect 0 "the same file as that of: carl" cat results/records/same.json
expect 1 "" grep -rlE "$scratch|$source| ms\b" results/records results/students results/index.html
expect 0 '"format": 1' cat results/records/anna.json

# The same bytes from what is known, and from nothing with another number of slots.
bytes() { (cd "$1" && find . -path ./.grade -prune -o -type f ! -name run.json -print0 | sort -z |
  xargs -0 sha256sum); }
bytes results >first
expect 0 "0 answers judged, 5 known" "$tool" grade class --out results
bytes results >second
expect 0 "" cmp first second
rm results/.grade/cache/*
expect 0 "5 answers judged, 0 known" "$tool" grade class --out results --slots 1
bytes results >third
expect 0 "" cmp first third

# The attacks, each with its verdict.
expect 0 "0 not as expected" "$tool" grade --selftest --only hostile
expect 2 "No trial has 'unicorn'" "$tool" grade --selftest --only unicorn

# What changed, and why.
cp -r results before
hand_in carl "$source/solutions/$place/journal.hpp"
expect 0 "0 answers judged, 5 known" "$tool" grade class --out results
expect 1 "carl 1.1: data race (0 of 2) -> passed (2 of 2): another file was handed in" \
  "$tool" grade --diff before results
expect 2 "holds no results" "$tool" grade --diff class results

# A handout has the same tests, every exercise as it is given out, and nothing that gives it away.
expect 0 "no solutions" "$tool" handout given
expect 0 "" cmp "given/$place/journal.hpp" "$source/tests/part1_sender_receiver/stubs/1_journal.hpp"
expect 0 "" diff -r -x mistakes -x alternatives -x hostile "$source/tests" given/tests
expect 0 "" diff -r "$source/tool" given/tool
expect 1 "" sh -c 'find given | grep -E "solutions/|/mistakes/|/alternatives/|/build/"'
expect 2 "is there already" "$tool" handout given

# What cannot be graded is said, and loses nothing.
echo "no zip" >class/fritz.zip
expect 2 "fritz.zip cannot be read as a zip" "$tool" grade class --out results
verdict anna passed 2
rm class/fritz.zip
mkdir other && touch other/file
expect 2 "holds something else" "$tool" grade class --out other
expect 2 "is no folder" "$tool" grade nothing
expect 2 "There is no submission in" "$tool" grade other --out results
expect 2 "isolation" "$tool" grade class --require-isolation castle
exec 7>results/.grade/lock && flock 7
expect 2 "Another grade works in" "$tool" grade class --out results
exec 7>&-

finish
