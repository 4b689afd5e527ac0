// Mistake: The greetings are copied out before the threads have ended.
// Verdict: data race, wrong result
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
  const std::string result = greetings;
  first.join();
  second.join();
  return result;
}
