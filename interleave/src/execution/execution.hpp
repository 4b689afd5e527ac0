// One execution of the body under one schedule. The explorer makes one Execution and runs it again
// and again; storage is kept from run to run, state is not.
//
// It ties together what is simple by itself: the Run (what the threads and objects are), the
// Scheduler (who is next), the Effects (what an operation does), the ThreadStock and the Probe.
//
// Exactly one controlled thread runs at any time, so nothing in here needs a lock.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "execution/probe.hpp"
#include "execution/thread_stock.hpp"
#include "model/effects.hpp"
#include "model/in_program.hpp"
#include "model/run.hpp"
#include "model/scheduler.hpp"

namespace interleave {

class Execution {
 public:
  // `surroundings` must outlive it.
  Execution(Carrier carrier, Surroundings& surroundings);
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

  // For runs in processes of their own: see ThreadStock::fill().
  void stock_threads(std::size_t count_kept, std::size_t count) {
    stock_.fill(count_kept, count, &Execution::thread_main);
  }
  std::size_t threads_in_stock() const { return stock_.size(); }

  // The process of the last run ended before the run did. Leaves `from` and goes on where run()
  // waits for its end. An empty `breakdown`: that was no failure.
  void go_on_without_process(Flow& from, std::optional<Breakdown> breakdown);

  // Ends an exploration: takes back what its last run left behind.
  void clean_up() { surroundings_.clean_up(); }

  // See Probe.
  Answer ask(ThreadId sleeper, Observer& recorder);

  // The last run, or the one that is running.
  Run& state() { return run_; }
  const Run& state() const { return run_; }
  // How it failed; empty if it did not.
  const std::optional<Breakdown>& breakdown() const { return run_.breakdown; }
  const std::vector<Event>& choices() const { return run_.choices; }
  const std::vector<Thread*>& threads() const { return run_.threads; }
  Nanoseconds now() const { return run_.now; }
  std::uint64_t steps() const { return run_.steps; }

  // --- Called by controlled threads, from the functions that stand in front of the C library's ---

  Thread& self() { return *run_.running; }
  Object& object(const void* address, ObjectKind kind) {
    check_not_null(address);
    return run_.objects.at(address, kind);
  }
  // The library would use a null pointer, or a member of what one points to: the program crashes.
  void check_not_null(const void* address) {
    constexpr std::uintptr_t kFirstPage = 4'096;
    if (reinterpret_cast<std::uintptr_t>(address) >= kFirstPage) [[likely]]
      return;
    run_.find_place();
    fail({FailureKind::kCrash, "uses a null pointer: segmentation fault", {}, self().id});
  }
  ObjectTable& objects() { return run_.objects; }

  // Announces the calling thread's next operation, waits until the schedule lets it happen, and
  // makes it happen. Returns the way in which it went on.
  // Here, so that the operation is written where it stays and not copied.
  Way perform(const Operation& operation) {
    const OutsideProgram outside;
    run_.running->pending = operation;
    return perform_pending();
  }

  // Starts a thread. Requires: there are fewer than kThreadsMax.
  Thread& create(void* (*start)(void*), void* argument);

  // The calling thread ends here, from inside of whatever it is in.
  [[noreturn]] void end_thread();

  // Ends the execution here. The calling thread never goes on.
  [[noreturn]] void fail(Breakdown breakdown) { run_.fail(std::move(breakdown)); }
  // The same, but the calling thread goes on up to its next operation. The first call counts.
  void fail_soon(Breakdown breakdown) { run_.fail_soon(std::move(breakdown)); }
  // Ends the execution here, and that is right.
  [[noreturn]] void end() { run_.leave(); }

  // The running thread ends the whole program. Returns when it is time.
  void end_program();

  // Destroys the running thread's thread_local variables.
  void destroy_thread_locals();

  // See Effects.
  void let_go_on(Object& barrier) { effects_.let_go_on(barrier); }

  // The running thread goes round in memory, at `pc`, without any operation: others get a turn, and
  // in the end it is told that it never ends.
  static constexpr std::uint32_t kAccessesBetweenSteps = 2'000'000;
  void note_long_run(const void* pc);

 private:
  static void thread_main();
  Way perform_pending();
  void take_step(Thread& thread, Way way);
  void switch_to_next();
  void stop_at_deadlock();
  [[noreturn]] void finish_thread(Thread& thread);
  void end_body();
  void check_locks_given_back();

  Surroundings& surroundings_;
  std::function<void()> body_;
  Run run_;
  Scheduler scheduler_;
  Effects effects_;
  Probe probe_;
  ThreadStock stock_;
  std::uint64_t runs_ = 0;
  bool unlocks_matter_ = false;  // From the start of the next run.
};

// The execution that is running now, or nullptr outside an exploration.
extern Execution* current_execution;

}  // namespace interleave
