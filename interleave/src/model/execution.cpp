#include "model/execution.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>

#include "cut.hpp"
#include "globals/globals_log.hpp"
#include "interpose/heap.hpp"
#include "interpose/pthread_key.hpp"
#include "model/processes.hpp"
#include "race/race_detector.hpp"
#include "race/racing_places.hpp"

#ifdef _LIBCPP_VERSION
// The Itanium C++ ABI (2.2.2) has it; the header of libc++abi leaves it out.
namespace __cxxabiv1 {
extern "C" void* __cxa_get_globals();
}
#endif

namespace interleave {

Execution* current_execution = nullptr;
__thread bool in_program = false;
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

Execution::Execution(Carrier carrier) : carrier_(carrier), explorer_(carrier) {
  alternatives_.reserve(kThreadsMax);
  run_.choices.reserve(1024);
}

void Execution::configure(const Options& options) {
  run_.options = &options;
  unlocks_matter_ = false;
  children_.assign(1, {});
}

Execution::~Execution() { clean_up(); }

// What the last run left: memory it freed, global variables it changed.
void Execution::clean_up() {
  forget_keys();
  if (processes != nullptr) {  // It ends with its process.
    forget_quarantine();
    globals_log.forget();
    return;
  }
  free_quarantine();
  globals_log.undo();
}

void Execution::run(const std::function<void()>& body, Chooser& chooser,
                    std::initializer_list<Observer*> observers) {
  clean_up();
  if (processes != nullptr) processes->next(*this);
  ++runs_;
  chooser_ = &chooser;
  chooser.begin_run();
  body_ = body;
  run_.begin(unlocks_matter_);
  run_.observers.clear();
  for (Observer* observer : observers) run_.observers.add(observer);
  run_.observers.add(racing_places);
  race_detector.begin_execution();
  run_.observers.tell(&Observer::run_begins, run_);

  current_execution = this;
  Thread& first = new_thread();
  first.start = run_body;
  first.argument = &body_;
  first.set_name("test");
  run_.running = &first;
  Flow::switch_to(explorer_, first.flow);

  in_program = false;
  current_execution = nullptr;
  run_.observers.tell(&Observer::run_ends, run_);
  unlocks_matter_ = run_.unlocks_matter;
}

void Execution::watch_every_state(Observer& observer) {
  if (run_.probe.is_on()) return;  // That run is over.
  run_.observers.add(&observer);
  // It sees how this step ends, whoever watched before.
  run_.in_step = run_.running;
  run_.step_kind = run_.running->pending.kind;
  run_.every_state_matters = true;
  run_.unlocks_matter = true;  // Somebody sees who holds what.
}

Thread& Execution::new_thread() {
  if (run_.threads.size() == kThreadsMax) {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again),
                            "interleave: more threads than an execution can have");
  }
  // Slots are kept from run to run.
  if (run_.threads.size() == pool_.size()) pool_.push_back(std::make_unique<Thread>(carrier_));
  Thread& thread = *pool_[run_.threads.size()];
  thread.begin(static_cast<ThreadId>(run_.threads.size()));
  thread.process = run_.threads.empty() ? 0 : process_of_child(*run_.running);
  thread.flow.prepare(&Execution::thread_main);
  thread.set_name("");
  run_.threads.push_back(&thread);
  run_.others_may_be_eager = true;
  run_.observers.tell(&Observer::thread_begins, run_, thread);
  return thread;
}

void Execution::stock_threads(std::size_t count_kept, std::size_t count) {
  // What their memory was in that process is nothing here.
  for (std::size_t i = count_kept; i < pool_.size(); ++i) (void)pool_[i].release();
  pool_.resize(std::min(count_kept, pool_.size()));
  while (pool_.size() < std::min(count, kThreadsMax)) {
    pool_.push_back(std::make_unique<Thread>(carrier_));
    pool_.back()->flow.prepare(&Execution::thread_main);
  }
}

void Execution::go_on_without_process(Flow& from, std::optional<Breakdown> breakdown) {
  in_program = false;
  if (!run_.breakdown) run_.breakdown = std::move(breakdown);
  Flow::switch_to(from, explorer_);
}

ProcessId Execution::process_of_child(Thread& parent) {
  const std::size_t child = parent.children++;
  if (child == children_[parent.process].size()) {
    children_[parent.process].push_back(static_cast<ProcessId>(children_.size()));
    children_.emplace_back();
  }
  return children_[parent.process][child];
}

Thread& Execution::create(void* (*start)(void*), void* argument) {
  in_program = false;
  Thread& me = *run_.running;
  Thread& thread = new_thread();
  thread.start = start;
  thread.argument = argument;
  thread.clock.join(me.clock);
  me.clock.tick(me.id);
  perform({.kind = OpKind::kCreate, .other = thread.id});
  return thread;
}

Thread* Execution::find_thread(std::uint64_t handle) {
  const std::uint64_t id = handle - kFirstHandle;
  return id < run_.threads.size() ? run_.threads[id] : nullptr;
}

void Execution::thread_main() {
  Execution& execution = *current_execution;
  Thread& me = *execution.run_.running;
  forget_exceptions();
  execution.apply(me, 0);
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
  if (thread.id != 0) destroy_key_values(thread);  // main() returns without that.
  in_program = false;
  if (is_watched()) end_step(run_.way);
  ++run_.threads_ended;
  run_.observers.tell(&Observer::thread_ends, run_, thread);
  perform({.kind = OpKind::kExit});
  in_program = false;
  thread.exited = true;
  run_.others_may_be_eager = true;
  if (thread.id == 0) {
    for (const Thread* other : run_.threads) {
      if (other->exited || is_done(*other)) continue;
      fail({FailureKind::kThreadLeftBehind, {}, {}, other->id});
    }
    check_locks_given_back();
    leave_for_explorer();
  }
  switch_to_next();
  __builtin_unreachable();
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

// Nobody can join a detached thread. The body has waited for it if it has seen all that the thread
// told to others, and nothing but its end is to come.
bool Execution::is_done(const Thread& thread) const {
  return was_heard_from(thread) && thread.pending.kind == OpKind::kExit &&
         run_.threads[0]->clock.of(thread.id) + 1 >= thread.clock.of(thread.id);
}

bool Execution::was_heard_from(const Thread& thread) const {
  return thread.detached && run_.threads[0]->clock.of(thread.id) > 0;
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

void Execution::fail(Breakdown breakdown) {
  fail_soon(std::move(breakdown));
  leave_for_explorer();
}

void Execution::fail_soon(Breakdown breakdown) {
  const bool before = std::exchange(in_program, false);
  if (run_.probe.is_on()) {
    const bool endless =
        breakdown.kind == FailureKind::kNeverEnds || breakdown.kind == FailureKind::kPolls;
    run_.probe.answer = endless ? Answer::kCannotTell : Answer::kGoesOn;
  } else if (!run_.breakdown) {
    breakdown.message = cut_to(std::move(breakdown.message), kMessageBytesMax);
    run_.breakdown = std::move(breakdown);
    run_.observers.tell(&Observer::fails, run_, *run_.breakdown);
  }
  in_program = before;
}

void Execution::leave_for_explorer() {
  in_program = false;
  Flow::switch_to(run_.running->flow, explorer_);
  __builtin_unreachable();
}

}  // namespace interleave
