// How one schedule went, as data: for reports, pictures, games and other tools. Values only;
// whoever has one may do with it what they like.
//
// Everything in it is recorded or follows from what was recorded. Where something is not known, the
// field is empty. The texts (Step::what, StoryThread::end, Failure::headline) are made from the
// other fields alone, by the functions at the end.
//
// Thread safety: that of the standard library's containers. The functions from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// How a schedule can fail.
enum class FailureKind {
  kWrongResult,  // check() or a test framework's assertion failed.
  kDeadlock,     // Nobody can run, and somebody waits.
  kLostWakeup,   // A deadlock in which a sleeper's notification came when it could not hear it.
  kDataRace,     // Two threads use one place in memory, one writes, and nothing orders them.
  kNeverEnds,    // The step limit, or a loop that nobody can end.
  kPolls,        // Waits by sleeping or spinning where the test wants it to block.
  kCrash,        // Uncaught exception, std::terminate, or a signal.
  kMisuse,       // A primitive used against its rules, such as unlock by one who does not hold it.
  kThreadLeftBehind,  // A thread that is not joined, or outlives the body.
};

// Returns the words people use for it: "deadlock", "lost wake-up", "data race" ...
std::string_view name(FailureKind kind);

// A place in the source that a reader can open.
struct Source {
  std::string file;      // As the compiler was given it; empty when unknown.
  int line = 0;          // From 1.
  std::string function;  // Without arguments: "BoundedQueue<int>::push".
  std::string text;      // The line itself, without the space around it.
};

// What threads meet at: a mutex, a condition variable, an atomic ...
struct StoryObject {
  std::string name;  // As the source calls it: "not_full_", or "a mutex (queue.hpp:24)".
  std::string kind;  // "mutex", "shared mutex", "condition variable", "atomic", "variable" ...
};

// Who has an object and who waits for it, at one moment. Numbers are those of Story.
struct ObjectState {
  std::size_t object = 0;
  std::vector<std::size_t> holders;  // Several only of the shared side of a shared mutex.
  std::vector<std::size_t> waiters;  // Asleep on it, or wanting it while others hold it.
};

// What a step does.
enum class StepKind {
  kCalls,     // No step of its own: the test calls a function under test. `text` is the call.
  kTells,     // The program says in `text` what it does (interleave::tell).
  kAccesses,  // Reads, writes, changes or frees memory that a race or a use after free is about.
  kRepeats,   // The steps before it come again, `count` times.
  kPrints,    // `output`, where it is not told with a step of its thread.
  kFails,     // The failing assertion, the exception, the broken rule: `text` says it.
  kStartsThread,
  kLocks,
  kTriesToLock,
  kUnlocks,
  kLocksShared,
  kTriesToLockShared,
  kLocksAndUnlocks,  // A critical section that nobody interrupts, as one step.
  kWaits,            // Gives the mutex back and falls asleep on a condition variable, in one.
  kGoesOn,           // Has been woken, and has the mutex again.
  kNotifiesOne,
  kNotifiesAll,
  kReads,
  kWrites,
  kUpdates,       // Reads and writes an atomic in one.
  kSleepsOn,      // Falls asleep on an atomic (its wait(), a semaphore, a future) ...
  kWakesFrom,     // ... and goes on.
  kWakesThoseOn,  // Wakes who sleeps on it.
  kSleeps,
  kLetsOthersGoFirst,  // until_others_wait()
  kSetsWallClock,
  kYields,
  kJoins,
  kRunsOnce,
  kHasRunOnce,
  kTakes,  // From a semaphore.
  kTriesToTake,
  kGives,
  kCounts,
  kArrives,  // At a barrier.
  kDestroys,
  kChooses,
  kEnds,
};

// How a step went that can go in more than one way.
enum class Outcome {
  kDone,
  kTimedOut,  // Its time was over.
  kInVain,    // A try that found it taken or empty.
  kNotAsked,  // A wake-up that nobody caused.
};

// Why a step matters.
enum class Mark {
  kNone,
  kRace,        // One of the two accesses of a data race.
  kMadeItTrue,  // What a sleeper waits for came here.
  kLostHere,    // The notification that its sleeper did not hear.
  kBreaks,      // It breaks an invariant: Diagnosis::invariant.
};

// One thing a thread did. Steps are in the order in which they happened.
struct Step {
  std::size_t thread = 0;  // Index into Story::threads.
  StepKind kind = StepKind::kTells;
  Outcome outcome = Outcome::kDone;
  std::optional<std::size_t> object{};  // What it worked on: index into Story::objects.
  std::optional<std::size_t> mutex{};   // kWaits, kGoesOn: what it gives back and gets again.
  std::optional<std::size_t> other{};   // kStartsThread, kJoins: index into Story::threads.
  std::vector<std::size_t> woken{};     // A notification: whom it wakes.
  std::size_t asleep = 0;               // A notification: how many slept there when it came.
  std::size_t count = 0;       // kChooses: the number. kRepeats: how often the steps come again.
  std::size_t steps = 0;       // kRepeats: how many of the steps before it.
  std::int64_t time_ns = 0;    // Virtual time when it happens, since the schedule began.
  std::int64_t asleep_ns = 0;  // kGoesOn, kWakesFrom: how long it slept, where it had a limit.
  std::int64_t until_ns = 0;   // kSleeps: until when. kSetsWallClock: by how much.
  std::string verb{};          // kAccesses: "reads", "writes", "changes", "frees".
  std::string text{};          // The call, the program's own words, the code of an access.
  std::string waits_in{};      // kWaits, kGoesOn inside code that is told from outside: the call.
  Source source{};             // The innermost line that is not library code.
  Mark mark = Mark::kNone;
  std::string output{};               // What its thread printed since its step before.
  bool is_call = false;               // kind is kCalls.
  bool inside_call = false;           // It happens inside such a call.
  std::vector<ObjectState> before{};  // What is held and waited for when it happens.
  std::string what{};  // In words: "locks mutex_", "notifies not_full_: nobody waits".
};

// How a thread stands when the schedule is over.
enum class ThreadEnd {
  kEnded,
  kCanGoOn,                 // Its next step is StoryThread::next.
  kWaitsForLock,            // waits_for_object is held by waits_for_threads.
  kAsleep,                  // On a condition variable, an atomic, a semaphore: waits_for_object.
  kWantsMutexBack,          // It was woken, and waits for the mutex that belongs to its wait.
  kJoins,                   // It waits for waits_for_threads to end.
  kSleeps,                  // For a time.
  kWaitsForInitialisation,  // Of a static variable, by another thread; or in call_once().
};

// A lane of the story.
struct StoryThread {
  std::string name;                               // "sender", or "thread 2" when nobody named it.
  std::string end;                                // In words: "waits on not_full_", "ended".
  bool stuck = false;                             // It waits, and nobody will ever let it go on.
  Source source{};                                // Where it stands.
  // Of one that waits for a lock that it holds: where it called the function it stands in, unless a
  // test called that.
  Source caller{};
  std::optional<std::size_t> waits_for_object{};  // Index into Story::objects.
  std::vector<std::size_t> waits_for_threads{};   // Who holds that object, or whom it joins.
  ThreadEnd state = ThreadEnd::kEnded;
  std::optional<std::size_t> condition{};  // kWantsMutexBack: what it had slept on.
  std::string waits_in{};                  // The call it waits in, where that is told from outside.
  std::optional<StepKind> next{};          // What it would do next, unless it has ended.
  bool ever_notified = false;  // kAsleep: what it sleeps on has been notified, if in vain.
};

// What is known of a thread that sleeps on a condition variable and would go on if it checked
// again.
struct MissedWakeup {
  std::size_t sleeper = 0;    // Index into Story::threads.
  std::size_t condition = 0;  // Index into Story::objects.
  // The thread that made it true: it alone wrote, after the sleeper's last look, what the condition
  // reads. Empty where several did, or it cannot be told; the place is empty where it wrote on
  // several lines.
  std::optional<std::size_t> maker{};
  Source made_true{};
  bool notified_after = false;  // Somebody notified the condition variable after that.
  std::optional<std::size_t> notified_instead{};  // What the maker notified after that instead.
  // The last notification, if there was one.
  std::optional<std::size_t> notifier{};
  Source notified{};
  bool while_asleep = false;         // It came while the sleeper slept.
  std::vector<std::size_t> woken{};  // Whom it woke.
  bool between_look_and_sleep =
      false;  // It came after the sleeper's last look at what maker wrote.
};

// One of the accesses to memory that a data race or a use after free is about.
struct StoryAccess {
  std::size_t thread = 0;           // Index into Story::threads.
  std::string verb;                 // "writes", "reads", "changes", "frees".
  std::vector<std::size_t> held{};  // The locks that its thread holds: indices into objects.
  std::vector<Source> calls;        // Where, innermost first; library code is left out.
};

// Why nothing orders the two accesses of a race.
struct Unordered {
  enum class Reason {
    kToldNothing,  // The earlier thread told nothing between the two.
    kNotAsked,     // It did, in `told`, but the later one did not ask.
    kTooWeak,      // The later one asked, in `asked`, but with a memory order that orders nothing.
    kTooEarly,     // What the later one learnt, in `asked`, was told before the earlier access.
  };
  Reason reason = Reason::kToldNothing;
  std::optional<Step> told{};
  std::optional<Step> asked{};
  bool told_relaxed = false;
  bool asked_relaxed = false;
};

// Why a schedule failed. What is not about its kind of failure is empty.
struct Diagnosis {
  std::optional<std::size_t> thread{};  // Whose step failed, where it was one thread's.
  Source place{};                       // Where.
  std::string message{};                // The test's own words, an exception's what(), a signal.
  std::string exception_type{};
  std::string advice{};                 // What to do about it, where that can be said.
  std::optional<std::size_t> object{};  // What "{}" in the message stands for.
  std::optional<std::size_t> user{};    // Who holds, awaits or is about to use that object.
  bool by_framework = false;            // A test framework's assertion; `place` is its own.
  std::string invariant{};      // The promise of a test's Invariant that the last step breaks.
  bool whole_sentence = false;  // The message says it all, and names nobody.
  std::optional<MissedWakeup> missed{};
  bool after_free = false;  // The race is a use of memory that was freed before.
  std::string variable{};   // The memory's name: "balance_", "counters.out".
  std::optional<Unordered> unordered{};
  std::uint64_t steps = 0;      // How many there were, of a schedule that does not end.
  std::size_t cycle_steps = 0;  // So many repeat at its end; 0: no cycle was seen.
  bool only_reads = false;      // All it does is look at `object`, which nobody else can change.
  bool unjoined = false;        // Left behind by a std::thread's destructor.
};

// How one schedule went, from its first step to its end.
struct Story {
  // Changes when a reader would have to. Fields may be added within a version.
  static constexpr int kVersion = 2;

  std::optional<FailureKind> kind{};  // Empty when it passed.
  Diagnosis diagnosis{};
  std::vector<StoryThread> threads;
  std::vector<Step> steps;
  std::vector<StoryObject> objects;
  std::vector<ObjectState> end;       // What is held and waited for at the end.
  std::vector<StoryAccess> accesses;  // Data race, use after free: the earlier first.
  std::string memory;                 // What they use: "balance_, in 48 bytes on test's stack".
  std::string why;                    // Data race: why nothing orders them, in words.
};

// Returns what went wrong, in one to three sentences, each on a line of its own; "" of a story that
// passed.
std::string headline(const Story& story);

// Returns the story as text: one lane a thread, one line a step, at most `columns` wide, from 60
// on. No colours.
std::string to_text(const Story& story, std::size_t columns = 100);

// Returns `text` with its lines broken at spaces where they are longer than `columns`.
std::string wrapped(const std::string& text, std::size_t columns);

}  // namespace interleave
