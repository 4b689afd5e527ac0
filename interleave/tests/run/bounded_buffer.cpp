// Two senders and a receiver share one slot. With the argument `one_condition` there are two
// receivers, and all wait on the same condition variable: then a notification goes astray.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

namespace {

std::mutex mutex;
std::condition_variable changed;
std::condition_variable not_full_only;
std::optional<int> slot;
bool one_condition = false;

std::condition_variable& not_full() { return one_condition ? changed : not_full_only; }

void put(int item) {
  std::unique_lock lock(mutex);
  while (slot) not_full().wait(lock);
  slot = item;
  changed.notify_one();
}

int take() {
  std::unique_lock lock(mutex);
  while (!slot) changed.wait(lock);
  const int item = *slot;
  slot.reset();
  not_full().notify_one();
  return item;
}

}  // namespace

int main(int, char** arguments) {
  one_condition = std::string_view(arguments[1]) == "one_condition";
  std::thread one(put, 1);
  std::thread two(put, 2);
  int sum = 0;
  std::thread receiver([&sum] {
    if (!one_condition) sum = take() + take();
  });
  if (one_condition) {
    int first = 0;
    std::thread other([&first] { first = take(); });
    sum = take();
    other.join();
    sum += first;
  }
  one.join();
  two.join();
  receiver.join();
  std::printf("received %d\n", sum);
  return sum == 3 ? 0 : 1;
}
