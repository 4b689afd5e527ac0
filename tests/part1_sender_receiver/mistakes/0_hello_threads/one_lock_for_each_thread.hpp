// Mistake: Each thread has a mutex of its own, so the two locks do not keep each other out.
// Verdict: data race
#pragma once

#include <mutex>
#include <string>
#include <thread>

inline std::string greet_from_two_threads() {
  std::string greetings;

  const auto greet = [&](const std::string& name) {
    std::mutex mutex;
    std::lock_guard lock(mutex);
    greetings += "hello from the " + name + " thread\n";
  };

  std::thread first(greet, "first");
  std::thread second(greet, "second");
  first.join();
  second.join();
  return greetings;
}
