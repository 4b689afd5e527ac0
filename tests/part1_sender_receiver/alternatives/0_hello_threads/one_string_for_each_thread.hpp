// Alternative: Each thread writes a string of its own, which is read after the join: no lock is
// needed.
#pragma once

#include <string>
#include <thread>

inline std::string greet_from_two_threads() {
  std::string first_greeting;
  std::string second_greeting;
  std::thread first([&] { first_greeting = "hello from the first thread\n"; });
  std::thread second([&] { second_greeting = "hello from the second thread\n"; });
  first.join();
  second.join();
  return first_greeting + second_greeting;
}
