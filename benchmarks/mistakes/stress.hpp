// What a careful tester writes who has no explorer: threads that begin together, pauses in which
// others fall asleep, and checks. The programs beside it are made of this, and of plain
// std::thread.
//
// A program ends with 0 when all of its checks held, with 1 when one did not, and by SIGALRM when
// it hangs.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

namespace stress {

using std::chrono_literals::operator""ms;
using Clock = std::chrono::steady_clock;

// A run that passes takes some tenths of a second at most: who needs so much longer hangs.
inline constexpr unsigned kRunMaxSeconds = 5;

inline void stop_when_it_hangs() { alarm(kRunMaxSeconds); }

// Ends the program, whatever its threads are doing, when a promise was broken.
inline void check(bool held, const char* promise) {
  if (held) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::_Exit(1);
}

// Lets the others run until they sleep: long for a computer, short for who starts it 100 times.
inline void pause() { std::this_thread::sleep_for(2ms); }

// Runs each role in a thread of its own and joins them. None begins before all are there.
inline void run_together(const std::vector<std::function<void()>>& roles) {
  std::atomic<std::size_t> missing = roles.size();
  const auto begin = [&missing](const std::function<void()>& role) {
    --missing;
    while (missing > 0) std::this_thread::yield();
    role();
  };
  std::vector<std::thread> threads;
  for (const auto& role : roles) threads.emplace_back(begin, std::cref(role));
  for (std::thread& thread : threads) thread.join();
}

template <typename... Roles>
void together(Roles... roles) {
  run_together({std::function<void()>(roles)...});
}

// What a thread has cost so far: how often it fell asleep, and the processor's time.
struct Cost {
  long sleeps = 0;
  std::chrono::microseconds processor{};
};

// `whose`: RUSAGE_THREAD for this thread, RUSAGE_SELF for the whole program.
inline Cost cost_so_far(int whose) {
  rusage usage{};
  getrusage(static_cast<__rusage_who>(whose), &usage);
  const auto time_of = [](const timeval& t) {
    return std::chrono::seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec);
  };
  return {usage.ru_nvcsw, time_of(usage.ru_utime) + time_of(usage.ru_stime)};
}

// Runs `wait`, in which this thread has to wait for 15 ms or more: one that blocks sleeps once or
// twice in that time, one that polls does so many times or keeps its processor busy.
template <typename Wait>
void waits_without_polling(Wait wait, int whose = RUSAGE_THREAD) {
  const Cost before = cost_so_far(whose);
  wait();
  const Cost after = cost_so_far(whose);
  check(after.sleeps - before.sleeps <= 5, "who waits is asleep until it is told");
  check(after.processor - before.processor <= 5ms, "who waits costs nothing");
}

// How long the other side of waits_without_polling() takes.
inline void long_pause() { std::this_thread::sleep_for(15ms); }

// To be called when all other threads of the program wait.
inline void nobody_works_in_a_pause() { waits_without_polling(long_pause, RUSAGE_SELF); }

inline std::vector<int> sorted(std::vector<int> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// Runs `call`, which has to throw an Exception.
template <typename Exception, typename Call>
void throws(Call call, const char* promise) {
  bool thrown = false;
  try {
    call();
  } catch (const Exception&) {
    thrown = true;
  }
  check(thrown, promise);
}

}  // namespace stress
