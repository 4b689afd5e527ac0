#include "execution/execution.hpp"

#include <cxxabi.h>

#include <cstring>
#include <utility>

#include "execution/processes.hpp"
#include "model/spin.hpp"

#ifdef _LIBCPP_VERSION
// The Itanium C++ ABI (2.2.2) has it; the header of libc++abi leaves it out.
namespace __cxxabiv1 {
extern "C" void* __cxa_get_globals();
}
#endif

namespace interleave {

Execution* current_execution = nullptr;
Processes* processes = nullptr;

namespace {

void* run_body(void* body) {
  (*static_cast<const std::function<void()>*>(body))();
  return nullptr;
}

// Exceptions in flight on this slot when an earlier execution was given up are of no interest.
void forget_exceptions() {
  std::memset(static_cast<void*>(abi::__cxa_get_globals()), 0,
              sizeof(void*) + sizeof(unsigned int));
}

}  // namespace

Execution::Execution(Carrier carrier, Surroundings& surroundings)
    : surroundings_(surroundings),
      run_(carrier, surroundings),
      scheduler_(run_),
      effects_(run_),
      probe_(run_, scheduler_),
      stock_(carrier) {
  run_.choices.reserve(1024);
}

Execution::~Execution() { clean_up(); }

void Execution::configure(const Options& options) {
  run_.options = &options;
  unlocks_matter_ = false;
  stock_.forget_ancestry();
}

void Execution::run(const std::function<void()>& body, Chooser& chooser,
                    std::initializer_list<Observer*> observers) {
  clean_up();
  if (processes != nullptr) processes->next(*this);
  ++runs_;
  scheduler_.begin(chooser);
  body_ = body;
  run_.begin(unlocks_matter_);
  run_.observers.clear();
  for (Observer* observer : observers) run_.observers.add(observer);
  surroundings_.begin_run(run_);
  run_.observers.tell(&Observer::run_begins, run_);

  current_execution = this;
  Thread& first = stock_.add_to(run_, &Execution::thread_main);
  first.start = run_body;
  first.argument = &body_;
  first.set_name("test");
  run_.running = &first;
  Flow::switch_to(run_.explorer, first.flow);

  in_program = false;
  current_execution = nullptr;
  run_.observers.tell(&Observer::run_ends, run_);
  unlocks_matter_ = run_.unlocks_matter;
}

void Execution::go_on_without_process(Flow& from, std::optional<Breakdown> breakdown) {
  in_program = false;
  if (!run_.breakdown) run_.breakdown = std::move(breakdown);
  Flow::switch_to(from, run_.explorer);
}

Answer Execution::ask(ThreadId sleeper, Observer& recorder) {
  current_execution = this;
  const Answer answer = probe_.ask(sleeper, recorder);
  current_execution = nullptr;
  return answer;
}

Way Execution::perform_pending() {
  Thread& me = *run_.running;
  const Operation& operation = me.pending;
  if (tries(operation.kind)) begin_look(me, *operation.object);
  me.stood_back = me.spins > kSpinsMax && stands_back(me);
  me.accesses = 0;
  if (run_.is_watched()) [[unlikely]] {
    run_.end_step(run_.way);
    run_.observers.tell(&Observer::find_place, me);
  }
  if (operation.kind == OpKind::kJoin || operation.kind == OpKind::kExit)
    run_.others_may_be_eager = true;
  if (probe_.is_asking()) [[unlikely]] {
    take_step(me, probe_.way_of_step());
    in_program = true;
    return run_.way;
  }
  if (run_.breakdown) run_.leave();
  if (scheduler_.is_eager(me)) {  // Before all others: nothing has to be picked.
    run_.is_choice = false;
    run_.way = 0;
    scheduler_.count_step(me);
  } else {
    switch_to_next();
  }
  take_step(me, run_.way);
  return run_.way;
}

void Execution::take_step(Thread& thread, Way way) {
  if (run_.is_watched()) [[unlikely]]
    run_.begin_step(thread, way);
  effects_.take(thread, way);
}

// Returns when the calling thread is the one that goes on, in the way run_.way. Requires: it is not
// eager, or has ended.
void Execution::switch_to_next() {
  for (;;) {
    const Scheduler::Next next = scheduler_.pick();
    if (next.thread == nullptr) [[unlikely]]
      return stop_at_deadlock();
    Thread& thread = *next.thread;
    scheduler_.count_step(thread);
    if (thread.pending.kind == OpKind::kWake && next.way != 0) {
      // It stops waiting, but goes on only once it has the mutex back.
      effects_.stop_sleeping(thread, next.way);
      continue;
    }
    run_.way = next.way;
    Thread& from = *run_.running;
    if (&thread == &from) return;
    run_.running = &thread;
    run_.run_length = 0;
    Flow::switch_to(from.flow, thread.flow);
    return;
  }
}

// Returns when would_go_on() has a question.
void Execution::stop_at_deadlock() {
  fail_soon({FailureKind::kDeadlock});
  in_program = false;
  Flow::switch_to(run_.running->flow, run_.explorer);
}

Thread& Execution::create(void* (*start)(void*), void* argument) {
  const OutsideProgram outside;
  Thread& me = *run_.running;
  Thread& thread = stock_.add_to(run_, &Execution::thread_main);
  thread.start = start;
  thread.argument = argument;
  thread.clock.join(me.clock);
  me.clock.tick(me.id);
  perform({.kind = OpKind::kCreate, .other = thread.id});
  return thread;
}

void Execution::thread_main() {
  Execution& execution = *current_execution;
  Thread& me = *execution.run_.running;
  forget_exceptions();
  execution.take_step(me, 0);
  in_program = true;
  me.result = me.start(me.argument);
  execution.finish_thread(me);
}

// They may use locks and make further thread_local variables.
void Execution::destroy_thread_locals() {
  std::vector<ThreadLocalDestructor>& destructors = run_.running->thread_local_destructors;
  while (!destructors.empty()) {
    const ThreadLocalDestructor last = destructors.back();
    destructors.pop_back();
    last.destroy(last.object);
  }
}

void Execution::finish_thread(Thread& thread) {
  destroy_thread_locals();
  if (thread.id != 0) surroundings_.end_thread(thread);  // main() returns without that.
  in_program = false;
  if (run_.is_watched()) run_.end_step(run_.way);
  ++run_.threads_ended;
  run_.observers.tell(&Observer::thread_ends, run_, thread);
  perform({.kind = OpKind::kExit});
  in_program = false;
  thread.exited = true;
  run_.others_may_be_eager = true;
  if (thread.id == 0) end_body();
  switch_to_next();
  __builtin_unreachable();
}

// Threads that nobody waited for would go on with what is no more.
void Execution::end_body() {
  for (const Thread* other : run_.threads) {
    if (other->exited || run_.is_done(*other)) continue;
    fail({FailureKind::kThreadLeftBehind, {}, {}, other->id});
  }
  check_locks_given_back();
  run_.leave();
}

// The body is to the others what main() is: its pthread_exit() leaves them running to their ends.
void Execution::end_thread() {
  Thread& me = *run_.running;
  in_program = true;
  for (std::size_t i = 1; me.id == 0 && i < run_.threads.size(); ++i) {
    if (!run_.threads[i]->exited) perform({.kind = OpKind::kJoin, .other = run_.threads[i]->id});
  }
  finish_thread(me);
}

// The program ends at any moment from now on, and with it all threads. What they do until then is
// seen best when that moment is late: an earlier end only cuts it short. One that never comes to
// rest is not waited for.
void Execution::end_program() {
  const OutsideProgram outside;
  Thread& me = *run_.running;
  me.ends_program = true;
  if (run_.ending_program == nullptr) {
    run_.ending_program = &me;
    run_.ending_since = run_.steps;
  }
  perform({.kind = OpKind::kExit});
}

// A lock that another thread waits for in vain is a deadlock. Where nobody does, it is told now.
void Execution::check_locks_given_back() {
  for (std::size_t i = 0; i < run_.objects.size(); ++i) {
    const Object& object = run_.objects.numbered(i);
    if (object.kind != ObjectKind::kMutex && object.kind != ObjectKind::kSharedMutex) continue;
    const ThreadId holder =
        object.owner == kNobody && !object.readers.empty() ? object.readers.front() : object.owner;
    if (holder == kNobody) continue;
    Breakdown breakdown{FailureKind::kMisuse, "ended without giving back {}", {}, holder};
    breakdown.object = &object;
    fail(std::move(breakdown));
  }
}

void Execution::note_long_run(const void* pc) {
  constexpr std::uint32_t kLongRunsMax = 4;
  Thread& me = *run_.running;
  me.pc = pc;
  if (++me.long_runs > kLongRunsMax) {
    Breakdown breakdown{
        FailureKind::kNeverEnds,
        "goes round in memory, millions of times, without any step that another thread could "
        "notice",
        {},
        me.id};
    breakdown.takes_no_step = true;
    fail(std::move(breakdown));
  }
  perform({.kind = OpKind::kYield});
}

}  // namespace interleave
