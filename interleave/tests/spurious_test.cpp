// Wake-ups that nobody asked for come out of one budget: the reduction may plan no more of them
// than there are.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

using interleave::Options;
using interleave::Result;
using interleave::Role;
using interleave::Strategy;

// Room for one, used by so many senders and receivers. Returns all that can come of it: who was
// served in which order, and how often somebody woke up in vain.
std::set<std::string> outcomes(Strategy strategy, int senders, int receivers, int spurious) {
  std::set<std::string> all;
  std::string order;
  Options options;
  options.strategy = strategy;
  options.spurious_wakeups_max = spurious;
  options.schedules_max = 200'000;
  options.steps_in_all_max = 100'000'000;
  options.samples = 0;
  options.on_schedule = [&](const interleave::ScheduleEnd& end) {
    if (end.failure) order += "stuck";
    all.insert(order);
    return end.failure == interleave::FailureKind::kDeadlock;
  };
  const Result result = interleave::explore(
      [&] {
        order.clear();
        std::mutex mutex;
        std::condition_variable has_room;
        std::condition_variable has_item;
        bool is_full = false;
        const auto wait_until = [&](bool full, std::condition_variable& changed, char who) {
          std::unique_lock lock(mutex);
          while (is_full != full) {
            changed.wait(lock);
            if (is_full != full) order += '!';
          }
          is_full = !full;
          order += who;
        };
        std::vector<Role> roles;
        for (int i = 0; i < senders; ++i) {
          const char who = static_cast<char>('a' + i);
          roles.push_back({std::string("sender ") + who, [&, who] {
                             wait_until(false, has_room, who);
                             has_item.notify_one();
                           }});
        }
        for (int i = 0; i < receivers; ++i) {
          const char who = static_cast<char>('x' + i);
          roles.push_back({std::string("receiver ") + who, [&, who] {
                             wait_until(true, has_item, who);
                             has_room.notify_one();
                           }});
        }
        interleave::together(std::move(roles));
      },
      options);
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed) << result.seen;
  EXPECT_EQ(result.coverage, interleave::Coverage::kAll) << result.seen;
  EXPECT_EQ(result.redundant, 0u);
  return all;
}

TEST(SpuriousWakeUps, TheReductionFindsWhatTheSearchWithoutItFinds) {
  for (const int spurious : {1, 2}) {
    for (const auto& [senders, receivers] : {std::pair{2, 1}, {1, 2}, {1, 1}}) {
      const auto all = outcomes(Strategy::kBounded, senders, receivers, spurious);
      EXPECT_EQ(outcomes(Strategy::kExhaustive, senders, receivers, spurious), all)
          << senders << " " << receivers << " " << spurious;
    }
  }
}

}  // namespace
