// Mistake: Both threads add to one string, and nothing keeps them apart.
// Verdict: data race
#pragma once

#include <string>
#include <thread>

inline std::string greet_from_two_threads() {
  std::string greetings;

  const auto greet = [&](const std::string& name) {
    greetings += "hello from the " + name + " thread\n";
  };

  std::thread first(greet, "first");
  std::thread second(greet, "second");
  first.join();
  second.join();
  return greetings;
}
