// One execution of the body under one schedule. The explorer makes one Execution and runs it again
// and again; storage is kept from run to run, state is not.
//
// Exactly one controlled thread runs at any time, so nothing in here needs a lock.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "interleave/options.hpp"
#include "model/breakdown.hpp"
#include "model/chooser.hpp"
#include "model/object.hpp"
#include "model/observer.hpp"
#include "model/operation.hpp"
#include "model/run.hpp"
#include "model/thread.hpp"

namespace interleave {

// False while the explorer's own code runs on behalf of a controlled thread. Each thread has its
// own, so that it is false, too, in threads of other libraries, which the explorer does not
// control: what they call is done for real.
extern __thread bool in_program __attribute__((tls_model("initial-exec")));

class Execution {
 public:
  explicit Execution(Carrier carrier);
  ~Execution();

  // Makes it ready for another exploration. `options` must live until that is over.
  void configure(const Options& options);

  // Runs `body` from its start to its end or its failure while `observers` watch. Those that are
  // nullptr are left out.
  void run(const std::function<void()>& body, Chooser& chooser,
           std::initializer_list<Observer*> observers = {});

  // Whether giving a mutex back is a choice from the start of a run. That is so once the program
  // has been seen to try locks: only then can anybody notice a mutex that is about to be free.
  bool unlocks_are_choices() const { return unlocks_matter_; }
  bool unlocks_are_choices_in_run() const { return run_.unlocks_mattered; }
  void set_unlocks_are_choices(bool yes) { unlocks_matter_ = yes; }

  // Grows with every step and every access to memory.
  std::uint64_t progress() const {
    return runs_ * 1'000'003 + run_.steps * 1'009 + run_.running->accesses;
  }

  // For runs in processes of their own. The first `count` threads of the stock are there for every
  // run; those above were made in a process that is no more, and are forgotten.
  void stock_threads(std::size_t count_kept, std::size_t count);
  std::size_t threads_in_stock() const { return pool_.size(); }

  // The process of the last run ended before the run did. Leaves `from` and goes on where run()
  // waits for its end. An empty `breakdown`: that was no failure.
  void go_on_without_process(Flow& from, std::optional<Breakdown> breakdown);

  // Ends an exploration: takes back what its last run left behind.
  void clean_up();

  // The last run, or the one that is running.
  const Run& state() const { return run_; }
  // How the last run failed; empty if it did not.
  const std::optional<Breakdown>& breakdown() const { return run_.breakdown; }
  // The choices of the last run, in order.
  const std::vector<Event>& choices() const { return run_.choices; }
  const std::vector<Thread*>& threads() const { return run_.threads; }
  // The thread that took the last step.
  ThreadId running() const { return run_.running->id; }
  Nanoseconds now() const { return run_.now; }
  Nanoseconds wall_clock_moved_by() const { return run_.wall_clock_moved_by; }
  std::uint64_t steps() const { return run_.steps; }

  // --- Called by controlled threads, from the functions that stand in front of the C library's ---

  Thread& self() { return *run_.running; }
  Object& object(const void* address, ObjectKind kind) { return run_.objects.at(address, kind); }
  ObjectTable& objects() { return run_.objects; }
  const ObjectTable& objects() const { return run_.objects; }

  // Whether anybody watches this run.
  bool is_watched() const { return !run_.observers.empty(); }
  // Whether an access may be of interest although it does not race.
  bool notes_every_access() const { return run_.observers.want_accesses(); }
  // From now on `observer` watches, too, up to the end of this run, and looks at every state that
  // the program is in.
  void watch_every_state(Observer& observer);
  // Threads that have more left to do than to end. Whoever asks looks at the state as a whole.
  std::size_t threads_alive() {
    run_.every_state_matters = true;
    return run_.threads.size() - run_.threads_ended;
  }
  // For observers: the running thread uses memory, has got a block of it, says what it does, or is
  // about to fail.
  void note_access(const MemoryAccess& access) {
    run_.observers.tell(&Observer::accesses, run_, access);
  }
  void note_block(const Block& block) { run_.observers.tell(&Observer::asks_for, run_, block); }
  void tell(std::string_view does, const void* pc) {
    run_.observers.tell(&Observer::tells, run_, *run_.running, does, pc);
  }
  void find_place() { run_.observers.tell(&Observer::find_place, *run_.running); }

  // Announces the calling thread's next operation, waits until the schedule lets it happen, and
  // makes it happen. Returns the way in which it went on.
  // Here, so that the operation is written where it stays and not copied.
  Way perform(const Operation& operation) {
    in_program = false;
    run_.running->pending = operation;
    return perform_pending();
  }

  // Starts a thread. Throws std::system_error when there are kThreadsMax already.
  Thread& create(void* (*start)(void*), void* argument);
  Thread* find_thread(std::uint64_t handle);

  // The calling thread ends here, from inside of whatever it is in.
  [[noreturn]] void end_thread();
  // Returns the thread of this execution that has `address` on its stack, or nullptr.
  const Thread* thread_with_stack(const void* address) const {
    return run_.thread_with_stack(address);
  }

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

  // The running thread goes round in memory, at `pc`, without any operation: others get a turn, and
  // in the end it is told that it never ends.
  static constexpr std::uint32_t kAccessesBetweenSteps = 2'000'000;
  void note_long_run(const void* pc);

  // After a run that ended in a deadlock: wakes `sleeper`, which waits on a condition variable, and
  // runs it alone until it waits again or has left the wait, while `recorder` watches. At most once
  // a run: it changes what the program remembers.
  Answer ask(ThreadId sleeper, Observer& recorder);

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
  void stop_at_deadlock();
  [[noreturn]] void fail_after_too_many_steps(Thread& thread);
  [[noreturn]] void leave_for_explorer();

  // For observers: the step that is being taken is over. It went on in this way.
  void end_step(Way way);

  // effects.cpp: what an operation does to the objects and threads.
  void apply(Thread& thread, Way way) {
    if (is_watched()) [[unlikely]]
      begin_step(thread, way);
    take_effect(thread, way);
  }
  void begin_step(const Thread& thread, Way way);
  void take_effect(Thread& thread, Way way);
  void wake(Thread& sleeper);
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

  Chooser* chooser_ = nullptr;
  std::function<void()> body_;

  const Carrier carrier_;
  Flow explorer_;
  std::vector<std::unique_ptr<Thread>> pool_;
  Run run_;
  std::uint64_t runs_ = 0;
  bool unlocks_matter_ = false;  // From the start of the next run.
  std::vector<Alternative> alternatives_;
  bool somebody_works_ = false;  // One of the alternatives is more than another look.
  bool somebody_spins_ = false;  // One of them may have to stand back.
  // By process: the processes of the threads that it started, in order.
  std::vector<std::vector<ProcessId>> children_;
};

// What pthread_self() returns for thread 0; the others follow. Small numbers, so that nothing a
// program prints or hashes differs from run to run.
inline constexpr std::uint64_t kFirstHandle = 1;

// The execution that is running now, or nullptr outside an exploration.
extern Execution* current_execution;

}  // namespace interleave
