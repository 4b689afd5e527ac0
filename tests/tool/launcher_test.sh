#!/usr/bin/env bash
# Drives ./workbook on a machine that is played: apt, cmake and ninja are scripts that write down
# how they were called.
set -u
source "$2/tests/tool/expect.sh"
root=$scratch/book
mkdir -p "$root" "$scratch/bin"
cp "$2/workbook" "$root/"
cd "$root" || exit 1
real_path=$PATH
export PATH=$scratch/bin:$PATH CALLS=$scratch/calls

# play NAME 'script': a program of that name that first writes down its call.
play() {
  printf '#!/bin/bash\necho "%s $*" >>"$CALLS"\n%s\n' "$1" "$2" >"$scratch/bin/$1"
  chmod +x "$scratch/bin/$1"
}

# The build: cmake makes a build folder, ninja makes the tool.
play cmake 'mkdir -p build/student && touch build/student/build.ninja &&
  echo "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" >build/student/CMakeCache.txt'
play ninja 'mkdir -p build/student/tool &&
  printf "#!/bin/sh\necho the tool got: \$@\n" >build/student/tool/workbook &&
  chmod +x build/student/tool/workbook'
play apt-get ':'
play sudo 'exit 1'
play id 'echo 0'

fresh() { rm -rf build "$CALLS"; }

# Everything is installed: no apt.
play dpkg-query 'echo installed'
fresh
expect 0 "the tool got: check 1.3" ./workbook check 1.3
expect 1 "" grep apt-get "$CALLS"
expect 0 "cmake" cat "$CALLS"

# The second start sets up nothing.
rm "$CALLS"
expect 0 "the tool got:" ./workbook
expect 1 "" grep cmake "$CALLS"

# From another folder, and through a link.
ln -s "$root/workbook" "$scratch/link"
expect 0 "the tool got: list" env -C / "$scratch/link" list

# As root without packages: says what and why, and asks nothing.
play dpkg-query 'exit 1'
fresh
expect 0 "libdw-dev              source lines" ./workbook
expect 0 "apt-get update" cat "$CALLS"
expect 0 "install --yes" cat "$CALLS"

# For grade two more.
fresh
expect 0 "bubblewrap             keeps answers in a box" ./workbook grade class
play dpkg-query 'case $* in *bubblewrap*) exit 1 ;; *) echo installed ;; esac'
rm "$CALLS"
expect 0 "the tool got: grade class" ./workbook grade class
expect 0 "install --yes --no-install-recommends bubblewrap" cat "$CALLS"
rm "$CALLS"
expect 0 "the tool got: list" ./workbook list
expect 1 "" grep apt-get "$CALLS"
play dpkg-query 'exit 1'

# Without rights: one line to type.
play id 'echo 1000'
fresh
expect 2 "sudo apt-get update && sudo apt-get install --yes" ./workbook
expect 1 "" grep "apt-get update" "$CALLS"

# apt fails: its words, and exit status 2.
play id 'echo 0'
play apt-get 'echo no network; exit 100'
fresh
expect 2 "no network" ./workbook
expect 2 "This did not work: apt-get update" ./workbook

# A build that fails on a full disk.
play dpkg-query 'echo installed'
play ninja 'echo "error writing to x: No space left on device"; exit 1'
fresh
expect 2 "The disk is full" ./workbook

# A compiler that the system has killed.
play ninja 'echo "g++: fatal error: Killed signal terminated program cc1plus"; exit 1'
fresh
expect 2 "the memory ran out" ./workbook

# How far the build is.
play ninja 'mkdir -p build/student/tool && cp /bin/true build/student/tool/workbook
  for n in {1..30}; do echo "[$n/30] Building CXX object x"; done'
fresh
expect 0 "Building the tool and the explorer (once)" ./workbook
fresh
expect 0 "  15 of 30" ./workbook

# Interrupted between setting up and building: the next start goes on.
play ninja 'exit 130'
fresh
expect 2 "" ./workbook
play ninja 'mkdir -p build/student/tool && cp /bin/true build/student/tool/workbook'
expect 0 "" ./workbook

# A checkout that was moved: its build folder is made anew.
echo "CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere" >build/student/CMakeCache.txt
rm "$CALLS"
expect 0 "" ./workbook
expect 0 "cmake" cat "$CALLS"

# Another ./workbook is building: this one says so, and waits.
exec 8>build/lock && flock 8
: >said
./workbook >said 2>&1 8>&- &
until grep -q "waiting for it" said || ! kill -0 $! 2>/dev/null; do :; done
exec 8>&-
wait $!
expect 0 "waiting" cat said

PATH=$real_path
finish
