// Alternative: A std::jthread joins when it goes out of scope.
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

  {
    std::jthread first(greet, "first");
    std::jthread second(greet, "second");
  }
  return greetings;
}
