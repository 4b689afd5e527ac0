// Mistake: The threads are let go, and may still write after the string is gone.
// Verdict: thread left behind, data race, crash
#pragma once

#include <mutex>
#include <string>
#include <thread>

inline std::string greet_from_two_threads() {
  std::mutex mutex;
  std::string greetings;

  const auto greet = [&](const std::string& name) {
    std::lock_guard lock(mutex);
    greetings += "hello from the " + name + " thread\n";
  };

  std::thread first(greet, "first");
  std::thread second(greet, "second");
  first.detach();
  second.detach();
  return greetings;
}
