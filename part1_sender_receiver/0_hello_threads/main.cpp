// Two real threads greet, again and again. Which one is first?
#include <chrono>
#include <string>
#include <thread>

#include "hello_threads.hpp"
#include "provided/demo.hpp"

int main(int argc, char** argv) {
  RandomNumbers random(seed_from(argc, argv));
  constexpr int kRounds = 20;
  int first_was_first = 0;

  for (int round = 1; round <= kRounds; ++round) {
    const std::string greetings = greet_from_two_threads();  // A good place for a breakpoint.
    const std::string first_line = greetings.substr(0, greetings.find('\n'));
    if (first_line == "hello from the first thread") ++first_was_first;
    say("main", "round {:>2}: {}, and then the other", round, first_line);
    std::this_thread::sleep_for(random.next_pause(std::chrono::milliseconds(100)));
  }

  say("main", "the first thread came first in {} of {} rounds", first_was_first, kRounds);
  say("main", "every round is a schedule; how many of them did you see?");
}
