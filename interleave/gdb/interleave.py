# For gdb: stepping through one schedule on real threads.
#
#   INTERLEAVE_CARRIER=threads INTERLEAVE_REPLAY=1L2L gdb -x interleave.py --args ./my_test
#
# The program stops where the schedule fails, in the thread whose step fails. Backtraces show the
# program's own functions (all of them: bt -no-filters), `step` does not go into the explorer, and
# `lanes` says where each thread stands.
import re

import gdb

# What code belongs to the program itself: not what lies in shared libraries, and no headers of the
# standard library or of interleave.
FOREIGN_FILES = re.compile(r"/include/(.*/)?c\+\+/|/include/interleave/|/interleave/src/")


def is_own(frame):
    if gdb.solib_name(frame.pc()) is not None:
        return False
    symtab = frame.find_sal().symtab
    return symtab is not None and not FOREIGN_FILES.search(symtab.fullname())


def innermost_own_frame():
    frame = gdb.newest_frame()
    while frame is not None and not is_own(frame):
        frame = frame.older()
    return frame


class OwnFrames:
    """Leaves all others out of a backtrace."""

    def __init__(self):
        self.name = "interleave"
        self.priority = 100
        self.enabled = True
        gdb.frame_filters[self.name] = self

    def filter(self, frames):
        return (frame for frame in frames if is_own(frame.inferior_frame()))


class Lanes(gdb.Command):
    """Says where in the program each thread stands."""

    def __init__(self):
        super().__init__("lanes", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        current = gdb.selected_thread()
        for thread in sorted(gdb.selected_inferior().threads(), key=lambda thread: thread.num):
            if thread.num == 1:  # The explorer's.
                continue
            thread.switch()
            mark = "*" if thread.num == current.num else " "
            print(f"{mark} {thread.num:<3} {thread.name:<16} {place_in_program()}")
        current.switch()


def function_of(frame):
    """The function as one would look for it: without its arguments. A lambda goes by the function
    it stands in: its own name says nothing."""
    symbol = gdb.execute(f"info symbol {frame.pc():#x}", to_string=True)
    name = re.split(r" \+ \d+| in section", symbol)[0].replace("(anonymous namespace)::", "")
    name = re.split(r"::(?:\{lambda|<lambda|\$_)", name)[0]  # gcc, gdb, clang
    return re.sub(r"\([^()]*\)(?: const)?$", "", name)


def place_in_program():
    frame = innermost_own_frame()
    if frame is None:
        return "has ended"
    place = frame.find_sal()
    return f"{function_of(frame)}  {place.symtab.filename.rsplit('/', 1)[-1]}:{place.line}"


class FailureBreakpoint(gdb.Breakpoint):
    """Stops where a replayed schedule fails."""

    def __init__(self):
        super().__init__("interleave_failed", internal=True)
        self.commands = "silent\npython show_failure()"


def show_failure():
    how = gdb.selected_frame().read_var("how").string()
    thread = gdb.selected_thread()
    print(f'\nThread {thread.num} "{thread.name}": the schedule fails here: {how}')
    frame = innermost_own_frame()
    if frame is None:
        print("It has ended. `lanes` says where the others stand.")
        return
    frame.select()
    gdb.execute("frame")


def stop_at_failures(event):
    """Once the library that has the function is there: before, gdb would complain."""
    try:
        gdb.parse_and_eval("&interleave_failed")
    except gdb.error:
        return
    gdb.events.new_objfile.disconnect(stop_at_failures)
    FailureBreakpoint()


OwnFrames()
Lanes()
gdb.events.new_objfile.connect(stop_at_failures)
for skip in (
    "-gfi */interleave/src/*.cpp",
    "-gfi */interleave/src/*/*.cpp",
    "-rfu ^(std|__gnu_cxx)::|^__gthread",
):
    gdb.execute("skip " + skip, to_string=True)
