// A global counter, and four ways to use it from two threads: `locked`, `racy`, `relaxed` (right),
// and `atomic` but read and written in two steps.
#include <atomic>
#include <cassert>
#include <mutex>
#include <string_view>
#include <thread>

namespace {

int counter = 0;
std::mutex mutex;
std::atomic<int> atomic_counter = 0;

void add(std::string_view how) {
  if (how == "locked") {
    std::lock_guard lock(mutex);
    ++counter;
  } else if (how == "racy") {
    ++counter;
  } else if (how == "relaxed") {
    atomic_counter += 2;
    atomic_counter.fetch_sub(1, std::memory_order_relaxed);
  } else {
    const int before = atomic_counter;
    atomic_counter = before + 1;
  }
}

}  // namespace

int main(int, char** arguments) {
  const std::string_view how = arguments[1];
  assert(counter == 0);  // Each schedule begins with the program's start.
  std::thread other(add, how);
  add(how);
  other.join();
  assert(counter + atomic_counter == 2);
}
