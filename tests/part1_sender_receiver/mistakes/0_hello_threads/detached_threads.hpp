// Mistake: The threads are let go, and nobody knows when, or whether, they have greeted.
// Verdict: thread left behind
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>

inline std::string greet_from_two_threads() {
  struct Shared {
    std::mutex mutex;
    std::string greetings;
  };
  const auto shared = std::make_shared<Shared>();

  const auto greet = [shared](const std::string& name) {
    std::lock_guard lock(shared->mutex);
    shared->greetings += "hello from the " + name + " thread\n";
  };

  std::thread(greet, "first").detach();
  std::thread(greet, "second").detach();
  std::lock_guard lock(shared->mutex);
  return shared->greetings;
}
