// What a body may call.
#include <pthread.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <utility>

#include "execution/execution.hpp"
#include "interleave/adapter.hpp"
#include "interleave/interleave.hpp"
#include "interpose/ignored_mutexes.hpp"
#include "story/debug_info.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

bool exploring() { return current_execution != nullptr; }

void check(bool condition, std::string_view message) {
  if (condition) return;
  if (!exploring()) throw std::logic_error(std::string(message));
  Execution& execution = *current_execution;
  execution.self().pc = __builtin_return_address(0);
  execution.fail({FailureKind::kWrongResult, std::string(message), "", execution.self().id});
}

void fail_at_next_step(const std::string& message, const char* file, int line) {
  Execution& execution = *current_execution;
  execution.fail_soon(
      {FailureKind::kWrongResult, message, "", execution.self().id, {}, file, line});
}

void ignore_locks_of(const std::function<void()>& use) {
  learning_ignored_mutexes = true;
  use();
  learning_ignored_mutexes = false;
}

std::size_t choose(std::size_t n) {
  if (!exploring()) throw std::logic_error("interleave::choose() outside an exploration");
  if (n == 0 || n > kWaysMax) {
    throw std::logic_error("interleave::choose(n) wants n from 1 to " + std::to_string(kWaysMax));
  }
  current_execution->self().pc = __builtin_return_address(0);
  return current_execution->perform(
      {.kind = OpKind::kChoose, .alternatives = static_cast<std::uint32_t>(n)});
}

void tell(std::string_view does) {
  if (!exploring() || !current_execution->state().is_watched()) return;
  const OutsideProgram outside;
  current_execution->state().say(does, __builtin_return_address(0));
}

void tell_as_calls(std::string_view part) { parts_told_as_calls().emplace_back(part); }

void pass_over_in_stories(std::string_view part) { parts_passed_over().emplace_back(part); }

void name_this_thread(const std::string& name) {
  if (exploring()) current_execution->self().set_name(name);
}

Task::Task(Task&& other) noexcept
    : callable_(std::exchange(other.callable_, nullptr)),
      call_(other.call_),
      destroy_(other.destroy_) {}

Task& Task::operator=(Task&& other) noexcept {
  std::swap(callable_, other.callable_);
  std::swap(call_, other.call_);
  std::swap(destroy_, other.destroy_);
  return *this;
}

Task::~Task() {
  if (callable_ != nullptr) destroy_(callable_);
}

void together(std::vector<Role> roles) {
  std::vector<std::thread> threads;
  threads.reserve(roles.size());
  for (Role& role : roles) threads.push_back(thread(role.name, std::ref(role.run)));
  for (std::thread& thread : threads) thread.join();
}

namespace {

template <typename... Roles>
void run_together(Roles&... roles) {
  std::vector<Role> all;
  all.reserve(sizeof...(roles));
  (all.push_back(std::move(roles)), ...);
  together(std::move(all));
}

}  // namespace

void together(Role a) { run_together(a); }
void together(Role a, Role b) { run_together(a, b); }
void together(Role a, Role b, Role c) { run_together(a, b, c); }
void together(Role a, Role b, Role c, Role d) { run_together(a, b, c, d); }
void together(Role a, Role b, Role c, Role d, Role e) { run_together(a, b, c, d, e); }
void together(Role a, Role b, Role c, Role d, Role e, Role f) { run_together(a, b, c, d, e, f); }

void until_others_wait() {
  if (!exploring())
    throw std::logic_error("interleave::until_others_wait() outside an exploration");
  Thread& me = current_execution->self();
  me.awaits_others = true;
  std::this_thread::sleep_for(std::chrono::hours(1));
  me.awaits_others = false;
}

void move_wall_clock(std::chrono::nanoseconds by) {
  if (!exploring()) throw std::logic_error("interleave::move_wall_clock() outside an exploration");
  Thread& me = current_execution->self();
  me.wall_clock_move = by.count();
  std::this_thread::sleep_for(std::chrono::nanoseconds(1));
  me.wall_clock_move = 0;
  current_execution->state().move_wall_clock(by.count());
}

}  // namespace interleave
