#include "model/execution.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstring>
#include <system_error>

#include "cut.hpp"
#include "debugger.hpp"
#include "globals/globals_log.hpp"
#include "interpose/heap.hpp"
#include "interpose/pthread_key.hpp"
#include "model/processes.hpp"
#include "race/racing_places.hpp"
#include "story/recorder.hpp"

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
  choices_.reserve(1024);
}

void Execution::configure(const Options& options) {
  options_ = &options;
  try_lock_ever_seen_ = false;
  children_.assign(1, {});
  tracer_.reset();
}

void Execution::set_trace(Trace* trace) {
  if (trace == nullptr)
    tracer_.reset();
  else
    tracer_.emplace(*trace);
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

void Execution::run(const std::function<void()>& body, Chooser& chooser, Recorder* recorder) {
  clean_up();
  if (processes != nullptr) processes->next(*this);
  ++runs_;
  chooser_ = &chooser;
  chooser.begin_run();
  recorder_ = recorder;
  notes_every_access_ = recorder != nullptr || racing_places_ != nullptr;
  body_ = body;
  threads_.clear();
  objects_.clear();
  races_.begin_execution();
  if (racing_places_ != nullptr) racing_places_->begin_execution();
  choices_.clear();
  breakdown_.reset();
  probed_ = kNobody;
  now_ = wall_clock_moved_by_ = 0;
  steps_ = 0;
  run_length_ = 0;
  spurious_wakeups_ = 0;
  ending_program_ = nullptr;
  is_choice_ = false;
  unlocks_were_choices_ = try_lock_ever_seen_;
  try_lock_seen_ = try_lock_ever_seen_;

  current_execution = this;
  Thread& first = new_thread();
  first.start = run_body;
  first.argument = &body_;
  first.set_name("test");
  running_ = &first;
  Flow::switch_to(explorer_, first.flow);

  in_program = false;
  current_execution = nullptr;
  trace_end();
  try_lock_ever_seen_ = try_lock_seen_;
}

Thread& Execution::new_thread() {
  if (threads_.size() == kThreadsMax) {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again),
                            "interleave: more threads than an execution can have");
  }
  // Slots are kept from run to run.
  if (threads_.size() == pool_.size()) pool_.push_back(std::make_unique<Thread>(carrier_));
  Thread& thread = *pool_[threads_.size()];
  thread.id = static_cast<ThreadId>(threads_.size());
  thread.process = threads_.empty() ? 0 : process_of_child(*running_);
  thread.children = 0;
  thread.result = nullptr;
  thread.pending = Operation{};
  thread.exited = thread.joined = thread.detached = thread.ends_program = false;
  thread.notified = thread.timed_out = thread.awaits_others = false;
  thread.wall_clock_move = 0;
  thread.clock.clear();
  thread.clock.set(stamp(thread.id, 1));
  thread.fence_acquired.clear();
  thread.fence_released.clear();
  thread.naps = thread.accesses = thread.allocations = thread.long_runs = 0;
  thread.watched = nullptr;
  thread.stood_back = false;
  thread.spins = thread.yields = 0;
  thread.calls.depth = 0;
  thread.thread_local_destructors.clear();
  thread.key_values.clear();
  thread.cleanup_handlers = nullptr;
  thread.flow.prepare(&Execution::thread_main);
  thread.set_name("");
  threads_.push_back(&thread);
  others_may_be_eager_ = true;
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
  if (!breakdown_) breakdown_ = std::move(breakdown);
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
  Thread& me = *running_;
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
  return id < threads_.size() ? threads_[id] : nullptr;
}

const Thread* Execution::thread_with_stack(const void* address) const {
  const auto found =
      std::find_if(threads_.begin(), threads_.end(),
                   [address](const Thread* thread) { return thread->flow.has_on_stack(address); });
  return found == threads_.end() ? nullptr : *found;
}

void Execution::thread_main() {
  Execution& execution = *current_execution;
  Thread& me = *execution.running_;
  forget_exceptions();
  execution.apply(me, 0);
  in_program = true;
  me.result = me.start(me.argument);
  execution.finish_thread(me);
}

// They may use locks and make further thread_local variables.
void Execution::destroy_thread_locals() {
  std::vector<ThreadLocalDestructor>& destructors = running_->thread_local_destructors;
  while (!destructors.empty()) {
    const ThreadLocalDestructor last = destructors.back();
    destructors.pop_back();
    last.destroy(last.object);
  }
}

void Execution::finish_thread(Thread& thread) {
  destroy_thread_locals();
  if (thread.id != 0) destroy_key_values(thread);  // main() returns without that.
  perform({.kind = OpKind::kExit});
  in_program = false;
  thread.exited = true;
  others_may_be_eager_ = true;
  if (thread.id == 0) {
    for (const Thread* other : threads_) {
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
  Thread& me = *running_;
  in_program = true;
  for (std::size_t i = 1; me.id == 0 && i < threads_.size(); ++i) {
    if (!threads_[i]->exited) perform({.kind = OpKind::kJoin, .other = threads_[i]->id});
  }
  finish_thread(me);
}

// Nobody can join a detached thread. The body has waited for it if it has seen all that the thread
// told to others, and nothing but its end is to come.
bool Execution::is_done(const Thread& thread) const {
  return was_heard_from(thread) && thread.pending.kind == OpKind::kExit &&
         threads_[0]->clock.of(thread.id) + 1 >= thread.clock.of(thread.id);
}

bool Execution::was_heard_from(const Thread& thread) const {
  return thread.detached && threads_[0]->clock.of(thread.id) > 0;
}

// A lock that another thread waits for in vain is a deadlock. Where nobody does, it is told now.
void Execution::check_locks_given_back() {
  for (std::size_t i = 0; i < objects_.size(); ++i) {
    const Object& object = objects_.numbered(i);
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
  in_program = false;
  if (probed_ != kNobody) {
    probed_goes_on_ = true;
  } else if (!breakdown_) {
    breakdown_ = std::move(breakdown);
    breakdown_->message = cut_to(std::move(breakdown_->message), kMessageBytesMax);
    if (recorder_ != nullptr) {
      recorder_->note_failure(*this);
      show_in_debugger(*breakdown_);
    }
  }
  in_program = true;
}

void Execution::leave_for_explorer() {
  in_program = false;
  Flow::switch_to(running_->flow, explorer_);
  __builtin_unreachable();
}

bool Execution::would_go_on(ThreadId sleeper) {
  Thread& thread = *threads_[sleeper];
  const Operation asleep = thread.pending;
  if (asleep.kind != OpKind::kWake || asleep.mutex->owner != kNobody) return false;
  current_execution = this;
  recorder_ = nullptr;
  tracer_.reset();
  probed_ = sleeper;
  probed_goes_on_ = false;
  way_ = 0;
  running_ = &thread;
  Flow::switch_to(explorer_, thread.flow);
  in_program = false;
  current_execution = nullptr;
  if (!probed_goes_on_) asleep.mutex->owner = kNobody;  // It is about to give it back and sleep.
  return probed_goes_on_;
}

}  // namespace interleave
