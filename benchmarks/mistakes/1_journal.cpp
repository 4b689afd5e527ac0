// Exercise 1.1 without an explorer: each promise in one thread, then writers and readers at once.
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "journal.hpp"
#include "mistakes/stress.hpp"

namespace {

using stress::check;

constexpr std::size_t kEntriesEach = 200;
constexpr std::size_t kWriters = 2;

void one_thread() {
  Journal journal;
  check(journal.size() == 0, "a new journal is empty");
  check(journal.entries().empty() && journal.entries().empty(), "a new journal has no entries");
  journal.record("sender", "sends 417");
  journal.record("receiver", "");
  journal.record("sender", "sends 417");
  const std::vector<Entry> expected = {
      {"sender", "sends 417"}, {"receiver", ""}, {"sender", "sends 417"}};
  check(journal.size() == 3, "each entry counts");
  check(journal.entries() == expected, "entries stay as recorded, in order");
  const Journal other;
  check(other.size() == 0 && other.entries().empty(), "two journals have nothing in common");
}

// Long enough to live on the heap, as a real line of a log does.
std::string words(const std::string& who, std::size_t number) {
  return "what " + who + " did at step " + std::to_string(number);
}

void write(Journal& journal, const std::string& who) {
  for (std::size_t i = 0; i < kEntriesEach; ++i) journal.record(who, words(who, i));
}

// The entries of each writer are whole, and stand in the order in which it wrote.
void check_entries(const std::vector<Entry>& entries) {
  std::map<std::string, std::size_t> next;
  for (const Entry& entry : entries) {
    check(entry.what == words(entry.who, next[entry.who]),
          "each writer's entries keep their order");
    ++next[entry.who];
  }
}

void read(const Journal& journal) {
  std::size_t size_before = 0;
  while (size_before < kWriters * kEntriesEach) {
    const std::size_t size = journal.size();
    check(size >= size_before, "a journal only grows");
    const std::vector<Entry> entries = journal.entries();
    check(entries.size() >= size, "entries() has all that size() counted");
    check_entries(entries);
    size_before = journal.size();
    check(size_before >= entries.size(), "size() counts all that entries() had");
  }
}

void many_threads() {
  Journal journal;
  stress::together([&] { write(journal, "anna"); }, [&] { write(journal, "ben"); },
                   [&] { read(journal); }, [&] { read(journal); });
  check(journal.size() == kWriters * kEntriesEach, "nothing is lost");
  check_entries(journal.entries());
}

void two_journals() {
  Journal numbers;
  Journal others;
  stress::together([&] { write(numbers, "anna"); }, [&] { write(others, "ben"); });
  check(numbers.size() == kEntriesEach && others.size() == kEntriesEach,
        "two journals have nothing in common");
  check_entries(numbers.entries());
  check_entries(others.entries());
}

}  // namespace

int main() {
  stress::stop_when_it_hangs();
  one_thread();
  many_threads();
  two_journals();
}
