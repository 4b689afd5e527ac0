// What stories call mutexes, condition variables, atomics and the memory of a race.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

using interleave::Failure;
using interleave::together;

Failure failure_of(const std::function<void()>& body) {
  const interleave::Result result = interleave::explore(body);
  EXPECT_TRUE(result.failure) << result.seen;
  return result.failure.value_or(Failure{});
}

std::vector<std::string> names_in(const Failure& failure) {
  std::vector<std::string> names;
  for (const interleave::StoryObject& object : failure.story.objects) names.push_back(object.name);
  std::sort(names.begin(), names.end());
  return names;
}

using Names = std::vector<std::string>;

// Each takes its first and then wants the other.
void take_crosswise(std::mutex& one, std::mutex& other) {
  const auto take = [](std::mutex& first, std::mutex& second) {
    std::lock_guard lock_first(first);
    std::lock_guard lock_second(second);
  };
  together({"anna", [&] { take(one, other); }}, {"ben", [&] { take(other, one); }});
}

enum class State { kIdle, kBusy };

class Machine {
 public:
  void start() { state_ = State::kBusy; }
  void await_idle() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return State::kIdle == state_; });
  }

 private:
  std::atomic<State> state_ = State::kIdle;
  std::mutex mutex_;
  std::condition_variable idle_;
};

TEST(StoryNames, AnAtomicIsNotTheFirstWordOfItsLine) {
  const Failure failure = failure_of([] {
    Machine machine;
    machine.start();
    machine.await_idle();
  });
  EXPECT_EQ(names_in(failure), (Names{"idle_", "mutex_", "state_"}));
}

TEST(StoryNames, ElementsOfContainers) {
  EXPECT_EQ(names_in(failure_of([] {
              std::array<std::mutex, 3> forks;
              take_crosswise(forks[2], forks[0]);
            })),
            (Names{"forks[0]", "forks[2]"}));
  EXPECT_EQ(names_in(failure_of([] {
              std::vector<std::mutex> locks(4);
              take_crosswise(locks[1], locks[3]);
            })),
            (Names{"locks[1]", "locks[3]"}));
  EXPECT_EQ(names_in(failure_of([] {
              std::deque<std::mutex> locks(40);
              take_crosswise(locks[1], locks[37]);
            })),
            (Names{"locks[1]", "locks[37]"}));
}

struct Account {
  std::mutex mutex;
  int balance = 0;
};

TEST(StoryNames, BehindPointers) {
  EXPECT_EQ(names_in(failure_of([] {
              const auto left = std::make_unique<Account>();
              const auto right = std::make_shared<Account>();
              take_crosswise(left->mutex, right->mutex);
            })),
            (Names{"left->mutex", "right->mutex"}));
}

class Box {
 public:
  void move_to(Box& other) {
    std::lock_guard lock(mutex_);
    other.fill();
  }
  void fill() {
    std::lock_guard lock(mutex_);
    full_ = true;
  }

 private:
  std::mutex mutex_;
  bool full_ = false;
};

TEST(StoryNames, MembersOfOneNameAreToldApartByTheirOwners) {
  const Failure failure = failure_of([] {
    Box first;
    Box second;
    together({"anna", [&] { first.move_to(second); }}, {"ben", [&] { second.move_to(first); }});
  });
  EXPECT_EQ(names_in(failure), (Names{"first.mutex_", "second.mutex_"}));
}

struct Base {
  std::mutex base_mutex;
};
struct Derived : Base {
  std::mutex own_mutex;
};

TEST(StoryNames, MembersOfBaseClassesAndPairs) {
  EXPECT_EQ(names_in(failure_of([] {
              Derived both;
              take_crosswise(both.base_mutex, both.own_mutex);
            })),
            (Names{"both.base_mutex", "both.own_mutex"}));
  EXPECT_EQ(names_in(failure_of([] {
              std::pair<std::mutex, std::mutex> pair;
              take_crosswise(pair.first, pair.second);
            })),
            (Names{"pair.first", "pair.second"}));
}

std::mutex& lock_of_all() {
  static std::mutex all;
  return all;
}

TEST(StoryNames, StaticVariablesOfFunctions) {
  const Names names = names_in(failure_of([] {
    std::mutex mine;
    take_crosswise(lock_of_all(), mine);
  }));
  EXPECT_EQ(names, (Names{"lock_of_all()::all", "mine"}));
}

struct Start {
  int ready = 0;
  int sense = 0;
};
struct Group {
  Start start;
  int done = 0;
};
Group* group = nullptr;

TEST(StoryRaceNames, AMemberOfAMemberBehindAStaticPointer) {
  const Failure failure = failure_of([] {
    const auto owner = std::make_unique<Group>();
    group = owner.get();
    const auto turn = [] {
      const int local = group->start.sense;
      group->start.sense = -local;
      group->done = 1;
    };
    together({"anna", turn}, {"ben", turn});
  });
  EXPECT_EQ(failure.kind, interleave::FailureKind::kDataRace);
  EXPECT_TRUE(failure.story.memory.starts_with("owner->start.sense") ||
              failure.story.memory.starts_with("group->start.sense"))
      << failure.story.memory;
}

class Journal {
 public:
  void add(int entry) { entries_.push_back(entry); }

 private:
  std::string title_ = "of the test";
  std::vector<int> entries_;
};

TEST(StoryRaceNames, AMemberSaysWhoseItIs) {
  const Failure failure = failure_of([] {
    Journal journal;
    together({"anna", [&] { journal.add(1); }}, {"ben", [&] { journal.add(2); }});
  });
  EXPECT_TRUE(failure.story.memory.starts_with("entries_ of journal")) << failure.story.memory;
}

TEST(StoryRaceNames, WhereRacesAreChoicesAReadIsNotCalledAfterWhatItGoesInto) {
  interleave::Options options;
  options.races_are_choices = true;
  const interleave::Result result = interleave::explore(
      [] {
        Group here;
        const auto add = [&here] {
          const int copy = here.start.sense;
          here.start.sense = copy + 1;
        };
        together({"anna", add}, {"ben", add});
        interleave::check(here.start.sense == 2, "one was lost");
      },
      options);
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(names_in(*result.failure), Names{"here.start.sense"});
}

}  // namespace
