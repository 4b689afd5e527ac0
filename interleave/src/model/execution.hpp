// One execution of the body under one schedule. The explorer makes one Execution and runs it again
// and again; storage is kept from run to run, state is not.
//
// Exactly one controlled thread runs at any time, so nothing in here needs a lock.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interleave/options.hpp"
#include "interleave/result.hpp"
#include "model/chooser.hpp"
#include "model/object.hpp"
#include "model/operation.hpp"
#include "model/probe.hpp"
#include "model/thread.hpp"
#include "model/trace_recorder.hpp"
#include "race/race_detector.hpp"

namespace interleave {

class RacingPlaces;
class Recorder;

// False while the explorer's own code runs on behalf of a controlled thread. Each thread has its
// own, so that it is false, too, in threads of other libraries, which the explorer does not
// control: what they call is done for real.
extern __thread bool in_program __attribute__((tls_model("initial-exec")));

// How an execution failed, before anybody has put it into words.
struct Breakdown {
  FailureKind kind = FailureKind::kWrongResult;
  std::string message{};         // The test's own words, an exception's what(), a signal's name.
  std::string exception_type{};  // Empty unless an exception ended it.
  ThreadId thread = kNobody;     // Whose step it was, where it was one thread's.
  std::optional<Race> race{};    // kDataRace.
  std::string file{};            // An assertion's place.
  int line = 0;
  std::string step{};       // kWrongResult: the last step of the story, unless an assertion is.
  bool terminated = false;  // kCrash: by std::terminate() without an exception.
  const Object* object = nullptr;  // kMisuse: what "{}" in the message stands for.
  // Not empty: what to do about a call that the explorer does not control. The program need not be
  // wrong, so the verdict is Verdict::kUnknown.
  std::string advice{};
};

class Execution {
 public:
  explicit Execution(Carrier carrier);
  ~Execution();

  // Makes it ready for another exploration. `options` must live until that is over.
  void configure(const Options& options);

  // Runs `body` from its start to its end or its failure. `recorder` may be nullptr.
  void run(const std::function<void()>& body, Chooser& chooser, Recorder* recorder);

  // From now on runs write their steps into `trace`, or none if it is nullptr.
  void set_trace(Trace* trace);

  // Whether giving a mutex back is a choice from the start of a run. That is so once the program
  // has been seen to try locks: only then can anybody notice a mutex that is about to be free.
  bool unlocks_are_choices() const { return try_lock_ever_seen_; }
  bool unlocks_are_choices_in_run() const { return unlocks_were_choices_; }
  void set_unlocks_are_choices(bool yes) { try_lock_ever_seen_ = yes; }

  // Grows with every step and every access to memory.
  std::uint64_t progress() const { return runs_ * 1'000'003 + steps_ * 1'009 + running_->accesses; }

  // For runs in processes of their own. The first `count` threads of the stock are there for every
  // run; those above were made in a process that is no more, and are forgotten.
  void stock_threads(std::size_t count_kept, std::size_t count);
  std::size_t threads_in_stock() const { return pool_.size(); }

  // The process of the last run ended before the run did. Leaves `from` and goes on where run()
  // waits for its end. An empty `breakdown`: that was no failure.
  void go_on_without_process(Flow& from, std::optional<Breakdown> breakdown);

  // From now on races are choices; nullptr: they are failures again.
  void set_racing_places(RacingPlaces* places) { racing_places_ = places; }

  // Ends an exploration: takes back what its last run left behind.
  void clean_up();

  // How the last run failed; empty if it did not.
  const std::optional<Breakdown>& breakdown() const { return breakdown_; }
  // The choices of the last run, in order.
  const std::vector<Event>& choices() const { return choices_; }
  const std::vector<Thread*>& threads() const { return threads_; }
  // The thread that took the last step.
  ThreadId running() const { return running_->id; }
  Nanoseconds now() const { return now_; }
  Nanoseconds wall_clock_moved_by() const { return wall_clock_moved_by_; }
  std::uint64_t steps() const { return steps_; }

  // --- Called by controlled threads, from the functions that stand in front of the C library's ---

  Thread& self() { return *running_; }
  Object& object(const void* address, ObjectKind kind) { return objects_.at(address, kind); }
  ObjectTable& objects() { return objects_; }
  const ObjectTable& objects() const { return objects_; }
  RaceDetector& races() { return races_; }
  Recorder* recorder() { return recorder_; }
  // nullptr: races are failures.
  RacingPlaces* racing_places() { return racing_places_; }
  // Whether an access may be of interest although it does not race.
  bool notes_every_access() const { return notes_every_access_; }
  TraceRecorder* tracer() { return tracer_ ? &*tracer_ : nullptr; }

  // Announces the calling thread's next operation, waits until the schedule lets it happen, and
  // makes it happen. Returns the way in which it went on.
  // Here, so that the operation is written where it stays and not copied.
  Way perform(const Operation& operation) {
    in_program = false;
    running_->pending = operation;
    return perform_pending();
  }

  // Starts a thread. Throws std::system_error when there are kThreadsMax already.
  Thread& create(void* (*start)(void*), void* argument);
  Thread* find_thread(std::uint64_t handle);

  // The calling thread ends here, from inside of whatever it is in.
  [[noreturn]] void end_thread();
  // Returns the thread of this execution that has `address` on its stack, or nullptr.
  const Thread* thread_with_stack(const void* address) const;

  // Ends the execution here. The calling thread never goes on.
  [[noreturn]] void fail(Breakdown breakdown);
  // The same, but the calling thread goes on up to its next operation. The first call counts.
  void fail_soon(Breakdown breakdown);
  // Ends the execution here, and that is right.
  [[noreturn]] void end() { leave_for_explorer(); }

  // Sets the wall clock: whoever waits for a time on it waits for less or for longer.
  void move_wall_clock(Nanoseconds by);

  // The running thread ends the whole program. Returns when it is time.
  void end_program();

  // Destroys the running thread's thread_local variables.
  void destroy_thread_locals();

  // Those who wait at `barrier` go on, in one with the step of the calling thread, which has
  // arrived last. All of them have seen what any of them did before.
  void let_go_on(Object& barrier);

  // A thread goes round in memory without any operation: others get a turn, and in the end it is
  // told that it never ends.
  static constexpr std::uint32_t kAccessesBetweenSteps = 2'000'000;
  void note_long_run();

  // After a run that ended in a deadlock: wakes `sleeper`, which waits on a condition variable, and
  // runs it alone until it waits again or has left the wait. At most once a run: it changes what
  // the program remembers.
  Answer ask(ThreadId sleeper);

 private:
  Way perform_pending();
  void step_of_probe(Thread& thread);
  [[noreturn]] void end_probe(Answer answer);
  static void thread_main();
  [[noreturn]] void finish_thread(Thread& thread);
  bool is_done(const Thread& thread) const;
  bool was_heard_from(const Thread& thread) const;
  void check_locks_given_back();
  Thread& new_thread();
  ProcessId process_of_child(Thread& parent);

  // scheduler.cpp: who is next.
  void switch_to_next();
  void count_step(Thread& thread);
  // Who goes on, and in which way.
  struct Next {
    Thread* thread = nullptr;  // nullptr: nobody can.
    Way way = 0;
  };
  Next pick();
  bool is_eager(const Thread& thread);
  Thread* eager_thread();
  Thread* ending_thread();
  void collect_alternatives();
  void collect_ways(Thread& thread);
  bool detached_threads_go_on();
  void add(Thread& thread, Way way);
  bool drop_spinners();
  bool let_time_pass();
  void note_standstill();
  bool is_due(const Operation& operation) const;
  void stop_at_deadlock();
  [[noreturn]] void fail_after_too_many_steps(Thread& thread);
  [[noreturn]] void leave_for_explorer();

  // effects.cpp: what an operation does to the objects and threads.
  void apply(Thread& thread, Way way) {
    if (recorder_ == nullptr && !tracer_) return take_effect(thread, way);
    apply_watched(thread, way);
  }
  void apply_watched(Thread& thread, Way way);
  void take_effect(Thread& thread, Way way);
  void trace_before(Thread& thread, Way way);
  void trace_end();
  void apply_lock(Thread& thread, Way way);
  void apply_unlock(Thread& thread, Object& mutex);
  void apply_take(Thread& thread, Way way);
  void apply_wait(Thread& thread);
  void apply_wake(Thread& thread, Way way);
  void apply_futex(Thread& thread, Way way);
  void notify(Object& object, std::size_t waiter);
  void notify_all(Object& object);
  void acquire(Thread& thread, Object& object);
  void release(Thread& thread, Object& object);
  void count_nap(Thread& thread);

  const Options* options_ = nullptr;
  Chooser* chooser_ = nullptr;
  Recorder* recorder_ = nullptr;
  RacingPlaces* racing_places_ = nullptr;
  bool notes_every_access_ = false;  // For one of the two above, in this execution.
  std::function<void()> body_;

  const Carrier carrier_;
  Flow explorer_;
  std::vector<std::unique_ptr<Thread>> pool_;
  std::vector<Thread*> threads_;  // Of this execution, by id.
  Thread* running_ = nullptr;
  Way way_ = 0;  // In which the running thread goes on.
  ObjectTable objects_;
  RaceDetector races_;
  Nanoseconds now_ = 0;
  Nanoseconds wall_clock_moved_by_ = 0;
  std::uint64_t runs_ = 0;
  std::uint64_t steps_ = 0;
  std::uint32_t run_length_ = 0;  // Steps of the running thread in a row.
  int spurious_wakeups_ = 0;
  Thread* ending_program_ = nullptr;   // Is in end_program(), the first to be so.
  std::uint64_t ending_since_ = 0;     // Steps taken then.
  bool try_lock_seen_ = false;         // In this execution.
  bool unlocks_were_choices_ = false;  // At the start of this execution.
  bool try_lock_ever_seen_ = false;    // In an earlier one: then unlock is a choice from the start.
  std::vector<Alternative> alternatives_;
  bool somebody_works_ = false;  // One of the alternatives is more than another look.
  bool somebody_spins_ = false;  // One of them may have to stand back.
  // Somebody started, wants to end, has ended, or wants to join since nobody but the running thread
  // was found to be eager. Nothing else makes eager who was not so when it announced its operation.
  bool others_may_be_eager_ = false;
  std::vector<Event> choices_;
  bool is_choice_ = false;  // The step that comes now was taken from the alternatives.
  std::optional<TraceRecorder> tracer_;
  // By process: the processes of the threads that it started, in order.
  std::vector<std::vector<ProcessId>> children_;
  std::optional<Breakdown> breakdown_;
  Probe probe_;
};

// What pthread_self() returns for thread 0; the others follow. Small numbers, so that nothing a
// program prints or hashes differs from run to run.
inline constexpr std::uint64_t kFirstHandle = 1;

// The execution that is running now, or nullptr outside an exploration.
extern Execution* current_execution;

}  // namespace interleave
