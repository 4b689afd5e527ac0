// Runs a program with the exhaustive search, and with the one that leaves nothing out.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <ostream>
#include <set>
#include <string>

#include "interleave/interleave.hpp"

namespace crosscheck {

// What the schedule that is being run has come to; bodies write it.
inline std::string outcome;

struct Found {
  std::set<std::string> outcomes;
  std::uint64_t redundant = 0;
  bool complete = false;
};

inline Found find(const std::function<void()>& body, interleave::Strategy strategy,
                  interleave::Options options) {
  Found found;
  options.strategy = strategy;
  options.schedules_max = 20'000;
  options.steps_in_all_max = 10'000'000;
  options.samples = 0;
  options.on_schedule = [&found](const interleave::ScheduleEnd& end) {
    if (end.number == 1) found.outcomes.clear();  // The search has begun anew.
    found.outcomes.insert(end.failure ? std::string(interleave::name(*end.failure)) : outcome);
    return true;
  };
  const auto fresh = [&body] {
    outcome.clear();
    body();
  };
  const interleave::Result result = interleave::explore(fresh, options);
  found.redundant = result.redundant;
  found.complete = result.coverage == interleave::Coverage::kAll;
  return found;
}

struct Case {
  const char* name;
  std::function<void()> body;
  int spurious_wakeups_max = 0;
};

inline std::ostream& operator<<(std::ostream& out, const Case& test) { return out << test.name; }

// Two or three threads that do the same under different letters. All write what they have seen
// behind each other, under a lock of their own or one after the other by what is tested.
inline void in_two(const std::function<void(char)>& role) {
  interleave::together({"a", [&] { role('a'); }}, {"b", [&] { role('b'); }});
}
inline void in_three(const std::function<void(char)>& role) {
  interleave::together({"a", [&] { role('a'); }}, {"b", [&] { role('b'); }},
                       {"c", [&] { role('c'); }});
}

// One for each thread, put together at the end.
class Letters {
 public:
  ~Letters() {
    for (const std::string& part : parts_) outcome += part + "|";
  }
  void add(char thread, const std::string& text) {
    parts_[static_cast<std::size_t>(thread - 'a')] += text;
  }
  void add(char thread, int number) { add(thread, std::to_string(number)); }
  void add(char thread, bool yes) { add(thread, std::string(yes ? "yes" : "no")); }

 private:
  std::array<std::string, 3> parts_;
};

}  // namespace crosscheck
