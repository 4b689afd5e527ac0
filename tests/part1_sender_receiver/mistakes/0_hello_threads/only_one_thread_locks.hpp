// Mistake: The second thread writes without the lock that the first one takes.
// Verdict: data race
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
  std::thread second([&] { greetings += "hello from the second thread\n"; });
  first.join();
  second.join();
  return greetings;
}
