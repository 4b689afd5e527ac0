// Exercise 1.0: two threads that share one string. It is finished: break it, then put it back.
#pragma once

#include <mutex>
#include <string>
#include <thread>

// Starts two threads, waits for both to end, and returns their greetings, one line each:
// "hello from the first thread" and "hello from the second thread". Which line comes first may
// differ from run to run.
//
// Thread safety: any number of threads may call it at any time.
inline std::string greet_from_two_threads() {
  std::mutex mutex;
  std::string greetings;  // Guarded by mutex until both threads are joined.

  const auto greet = [&](const std::string& name) {
    std::lock_guard lock(mutex);
    greetings += "hello from the " + name + " thread\n";
  };

  std::thread first(greet, "first");
  std::thread second(greet, "second");
  first.join();
  second.join();
  return greetings;
}
