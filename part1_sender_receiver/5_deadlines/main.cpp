// A sensor sends a number now and then, and takes a long rest in the middle. A display shows each
// number as it comes; when nothing came for a while, it says so and goes on. An archive is slower
// than the sensor, and the display gives it only a moment to make room.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <thread>

#include "deadlines.hpp"
#include "provided/demo.hpp"

namespace {

using std::chrono::milliseconds;

constexpr int kNumbers = 16;
constexpr milliseconds kPause(120);
constexpr milliseconds kLongRest(900);
constexpr milliseconds kPatience(250);  // The display's, with the sensor.
constexpr milliseconds kMoment(20);     // The display's, with the archive.
constexpr milliseconds kArchiving(200);

void measure(BoundedQueue<int>& numbers, RandomNumbers random) {
  for (int i = 0; i < kNumbers; ++i) {
    std::this_thread::sleep_for(i == kNumbers / 2 ? kLongRest : random.next_pause(kPause));
    numbers.push(random.next());
  }
  numbers.close();
}

void display(BoundedQueue<int>& numbers, BoundedQueue<int>& archived) {
  int refused = 0;
  while (true) {
    std::optional<int> number = numbers.try_pop_for(kPatience);
    if (!number && numbers.closed()) break;  // A good place for a breakpoint.
    if (!number) {
      say("display", "nothing for {} ms", kPatience.count());
      continue;
    }
    const int shown = *number;
    const bool kept = archived.try_push_for(*number, kMoment);
    refused += kept ? 0 : 1;
    say("display", "shows {:>4}{}", shown, kept ? "" : "   (the archive was too slow)");
  }
  archived.close();
  say("display", "the sensor has stopped; {} numbers were not archived", refused);
}

void archive(BoundedQueue<int>& archived) {
  while (const std::optional<int> number = archived.pop()) {
    std::this_thread::sleep_for(kArchiving);
    say("archive", "has   {:>4}", *number);
  }
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  BoundedQueue<int> numbers(4);
  BoundedQueue<int> archived(1);

  std::thread sensor([&] { measure(numbers, RandomNumbers(seed)); });
  std::thread screen([&] { display(numbers, archived); });
  std::thread store([&] { archive(archived); });
  sensor.join();
  screen.join();
  store.join();
}
