// Observers that a body makes for itself.
#include "body_observers.hpp"

#include <cxxabi.h>

#include <stdexcept>
#include <utility>

#include "execution/execution.hpp"
#include "failures.hpp"
#include "interleave/interleave.hpp"
#include "interleave/observer.hpp"
#include "interpose/heap.hpp"

namespace interleave {
namespace {

bool check_is_running = false;

}  // namespace

// Stands between a run and the observers that its body has made.
class BodyObservers final : public Observer {
 public:
  void add(StepObserver& observer) {
    // Those of an earlier run are no more.
    if (!is_watching()) first_ = nullptr;
    if (!is_watching()) current_execution->state().watch_every_state(*this);
    observer.next_ = std::exchange(first_, &observer);
  }

  void remove(const StepObserver& observer) {
    if (!is_watching()) return;
    for (StepObserver** at = &first_; *at != nullptr; at = &(*at)->next_) {
      if (*at != &observer) continue;
      *at = observer.next_;
      return;
    }
  }

  // The step that the running thread is in ends for `observer` now.
  void look_once_more(StepObserver& observer) {
    if (!is_watching()) return;
    const Thread& me = current_execution->self();
    const TakenStep step{me.id, me.name, verb(me.pending.kind)};
    ask(observer, [&step](StepObserver& one) { one.step_taken(step); });
  }

  void run_ends(const Run&) override { check_is_running = false; }

  void thread_begins(const Run&, const Thread& thread) override {
    each([&](StepObserver& observer) { observer.thread_begins(thread.id); });
  }

  void thread_ends(const Run&, const Thread& thread) override {
    each([&](StepObserver& observer) { observer.thread_ends(thread.id); });
  }

  void after(const Run& run, const Thread& thread, Way) override {
    const TakenStep step{thread.id, thread.name, verb(run.step_kind)};
    each([&](StepObserver& observer) { observer.step_taken(step); });
  }

 private:
  bool is_watching() const { return current_execution->state().observers.contain(*this); }

  template <typename Call>
  void each(const Call& call) {
    StepObserver* next = nullptr;
    for (StepObserver* observer = first_; observer != nullptr; observer = next) {
      next = observer->next_;
      ask(*observer, call);
    }
  }

  // Whatever it does is the test's, and no part of the program.
  template <typename Call>
  static void ask(StepObserver& observer, const Call& call) {
    check_is_running = true;
    try {
      call(observer);
    } catch (const std::exception& error) {
      fail_by_check("throws " + type_of_exception() + ": " + error.what());
    } catch (...) {
      fail_by_check("throws " + type_of_exception());
    }
    check_is_running = false;
  }

  StepObserver* first_ = nullptr;
};

namespace {

BodyObservers body_observers;

}  // namespace

bool check_of_test_is_running() { return check_is_running; }

void fail_by_check(const std::string& what) {
  Execution& execution = *current_execution;
  execution.fail({.kind = FailureKind::kMisuse,
                  .message = "has taken a step after which a check of the test " + what,
                  .thread = execution.self().id,
                  .advice = "That is a mistake in the test: a check says what is wrong, and does "
                            "nothing else."});
}

std::size_t threads_alive() {
  if (!exploring()) throw std::logic_error("interleave::threads_alive() outside an exploration");
  return current_execution->state().count_threads_alive();
}

MemoryInUse memory_in_use() {
  if (!exploring()) throw std::logic_error("interleave::memory_in_use() outside an exploration");
  const OutsideProgram outside;
  return memory_of_program();
}

StepObserver::StepObserver() {
  if (!exploring()) return;
  const OutsideProgram outside;
  body_observers.add(*this);
}

StepObserver::~StepObserver() {
  if (exploring()) body_observers.remove(*this);
}

Invariant::Invariant(std::string promise, std::function<std::string()> check)
    : promise_(std::move(promise)), check_(std::move(check)) {}

Invariant::~Invariant() {
  if (!exploring()) return;
  const OutsideProgram outside;
  body_observers.look_once_more(*this);
}

void Invariant::step_taken(const TakenStep& step) {
  std::string broken = check_();
  if (broken.empty()) return;
  current_execution->fail({.kind = FailureKind::kWrongResult,
                           .message = std::move(broken),
                           .thread = static_cast<ThreadId>(step.thread),
                           .invariant = promise_});
}

}  // namespace interleave
