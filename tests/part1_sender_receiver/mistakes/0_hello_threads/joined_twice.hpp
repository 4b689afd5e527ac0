// Mistake: The first thread is joined twice, and the second never.
// Verdict: crash, misuse, thread left behind
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
  first.join();
  first.join();
  return greetings;
}
