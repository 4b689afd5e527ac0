// interleave: runs a body under many thread schedules and tells the story of one that breaks it.
//
//   interleave::Result result = interleave::explore([] {
//     int balance = 0;
//     interleave::together({"anna", [&] { ++balance; }}, {"ben", [&] { ++balance; }});
//   });
//   // result.failure->kind == interleave::FailureKind::kDataRace
//
// The body uses plain std::thread, std::mutex, std::condition_variable and std::atomic. It is
// compiled with -fsanitize=thread, and linked with this library instead of that sanitizer's own.
//
// Thread safety: explore() from one thread at a time. The others are called from inside a body.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "interleave/options.hpp"
#include "interleave/result.hpp"

namespace interleave {

// Runs `body` under one schedule after another until one fails, all were seen, or the budget of
// `options` is spent.
// Requires: `body` leaves nothing behind that changes its next run: no state outside it but what
// global variables of instrumented code hold (these are put back after each run).
// Throws std::invalid_argument for options that contradict each other, std::logic_error inside an
// exploration.
Result explore(const std::function<void()>& body, const Options& options = {});

// Fails the schedule with `message` unless `condition` holds. Outside an exploration a false
// condition throws std::logic_error.
void check(bool condition, std::string_view message);

// Returns a number from 0 to n - 1; every one of them is a schedule of its own.
// Requires: n > 0, inside an exploration. Throws std::logic_error otherwise.
std::size_t choose(std::size_t n);

// Says in the story, as a step of the calling thread, that it `does` this: "loses the message". A
// schedule that is not told pays nothing for it. Does nothing outside an exploration.
void tell(std::string_view does);

// From now on stories tell code in files whose path contains `part` from outside, by the calls that
// are made to it: for what the readers of a story use and have not written. Lines are those of its
// callers then, and of its steps only waiting is told. Call it before the first exploration.
void tell_as_calls(std::string_view part);

// From now on stories pass over code in files whose path contains `part`, as they pass over the
// standard library's: for code that only hands calls on. Call it before the first exploration.
void pass_over_in_stories(std::string_view part);

// Returns true inside a body that is being explored.
bool exploring();

// Names the calling thread in the story.
void name_this_thread(const std::string& name);

// What a thread is to do: anything that can be called without arguments. It owns the callable, as
// std::function does, and costs the compiler far less: tests are full of them.
class Task {
 public:
  template <typename F>
  Task(F f)  // NOLINT(google-explicit-constructor): a lambda is meant to become one.
      : callable_(new F(std::move(f))),
        call_([](void* callable) { (*static_cast<F*>(callable))(); }),
        destroy_([](void* callable) { delete static_cast<F*>(callable); }) {}
  Task(Task&& other) noexcept;
  Task& operator=(Task&& other) noexcept;
  ~Task();

  void operator()() const { call_(callable_); }

 private:
  void* callable_;  // Owned; nullptr after a move.
  void (*call_)(void*);
  void (*destroy_)(void*);
};

// A thread of a test with its name in the story.
struct Role {
  std::string name;
  Task run;
};

// Starts a thread for each role, in this order, and joins them all.
void together(std::vector<Role> roles);
void together(Role first);
void together(Role first, Role second);
void together(Role first, Role second, Role third);
void together(Role first, Role second, Role third, Role fourth);
void together(Role first, Role second, Role third, Role fourth, Role fifth);
void together(Role first, Role second, Role third, Role fourth, Role fifth, Role sixth);

// Returns once every other thread waits for something or has ended: it sleeps for an hour of
// virtual time, and time passes only when nobody can run.
void until_others_wait();

// Sets the wall clock (std::chrono::system_clock) forward by `by`, or back where it is negative,
// once every other thread waits for something or has ended: time passes by a nanosecond. Whoever
// waits for a time on that clock waits for less, or for longer; the steady clock knows nothing of
// it.
void move_wall_clock(std::chrono::nanoseconds by);

// Starts `run` in a std::thread that has `name` in the story.
template <typename F>
std::thread thread(std::string name, F run) {
  return std::thread([name = std::move(name), run = std::move(run)]() mutable {
    name_this_thread(name);
    run();
  });
}

}  // namespace interleave
