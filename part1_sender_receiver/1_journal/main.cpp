// Three real threads write one journal while the main thread reads it.
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "journal.hpp"
#include "provided/demo.hpp"

namespace {

constexpr int kEntriesEach = 8;

void write(Journal& journal, const std::string& who, RandomNumbers random) {
  for (int i = 1; i <= kEntriesEach; ++i) {
    const int number = random.next();
    journal.record(who, fmt::format("entry {}: {}", i, number));  // A good place for a breakpoint.
    say(who, "records {}", number);
    std::this_thread::sleep_for(random.next_pause(std::chrono::milliseconds(200)));
  }
}

}  // namespace

int main(int argc, char** argv) {
  explain_not_written();
  const std::uint32_t seed = seed_from(argc, argv);
  Journal journal;

  std::vector<std::thread> writers;
  for (const std::string who : {"anna", "ben", "carla"}) {
    const auto number = static_cast<std::uint32_t>(writers.size());
    writers.emplace_back(
        [&journal, who, random = RandomNumbers(seed + number)] { write(journal, who, random); });
  }
  for (int look = 0; look < 4; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    say("main", "sees {} entries", journal.size());
  }
  for (std::thread& writer : writers) writer.join();

  say("main", "the journal, in its own order:");
  for (const Entry& entry : journal.entries()) say("journal", "{}: {}", entry.who, entry.what);
  say("main", "{} entries, {} were recorded", journal.size(), 3 * kEntriesEach);
}
