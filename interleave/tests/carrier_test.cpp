// The same schedule gives the same verdict and the same story, whether the program's threads are
// fibers or threads of the operating system.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "interleave/interleave.hpp"

namespace {

using interleave::Carrier;
using interleave::explore;
using interleave::FailureKind;
using interleave::Options;
using interleave::Result;
using interleave::together;
using interleave::Verdict;
using namespace std::chrono_literals;

void two_locks() {
  std::mutex left;
  std::mutex right;
  together({"anna",
            [&] {
              std::lock_guard first(left);
              std::lock_guard second(right);
            }},
           {"ben", [&] {
              std::lock_guard first(right);
              std::lock_guard second(left);
            }});
}

void signal_without_the_lock() {
  std::mutex mutex;
  std::condition_variable arrived;
  std::atomic<bool> full = false;
  together({"receiver",
            [&] {
              std::unique_lock lock(mutex);
              while (!full) arrived.wait(lock);
            }},
           {"sender", [&] {
              full = true;
              arrived.notify_one();
            }});
}

void account_without_a_lock() {
  int balance = 0;
  const auto earn = [&] { ++balance; };
  together({"anna", earn}, {"ben", earn});
}

void load_then_store() {
  std::atomic<int> balance = 0;
  const auto earn = [&] { balance = balance + 1; };
  together({"anna", earn}, {"ben", earn});
  interleave::check(balance == 2, "an update was lost");
}

void exception_of_one() {
  std::atomic<int> turn = 0;
  together({"anna", [&] { turn = 1; }}, {"ben", [&] {
                                           if (turn == 1) throw std::runtime_error("too late");
                                         }});
}

void unlock_by_another() {
  std::mutex mutex;
  mutex.lock();
  together({"stranger", [&] { mutex.unlock(); }});
}

struct Tally {
  explicit Tally(std::atomic<int>* sum) : sum(sum) {}
  ~Tally() { *sum += count; }
  std::atomic<int>* sum;
  int count = 0;
};

// Each thread counts for itself, and the destructor adds up: which is over when the thread is.
void thread_local_with_a_destructor() {
  std::atomic<int> sum = 0;
  const auto count = [&] {
    thread_local Tally tally(&sum);
    interleave::check(tally.count == 0, "this thread_local is not new");
    ++tally.count;
  };
  together({"anna", count}, {"ben", count});
  interleave::check(sum != 2, "both destructors have run");
}

void time_out() {
  std::mutex mutex;
  std::condition_variable arrived;
  together({"impatient", [&] {
              std::unique_lock lock(mutex);
              const auto status = arrived.wait_for(lock, 1h);
              interleave::check(status == std::cv_status::no_timeout, "nobody came in an hour");
            }});
}

void null_pointer() {
  std::atomic<int*> number = nullptr;
  int one = 1;
  together({"maker", [&] { number = &one; }}, {"user", [&] { ++*number.load(); }});
}

int recurse(int depth) { return depth < 0 ? 0 : recurse(depth + 1) + depth; }

void stack_overflow() {
  together({"diver", [] { interleave::check(recurse(1) > 0, "never reached"); }});
}

void left_behind() {
  std::mutex mutex;
  std::thread([&] { mutex.lock(); }).detach();
}

void std_terminate() {
  std::thread thread([] {});
}

struct Program {
  const char* name;
  void (*body)();
  FailureKind kind;
};

const Program kPrograms[] = {
    {"Deadlock", two_locks, FailureKind::kDeadlock},
    {"LostWakeup", signal_without_the_lock, FailureKind::kLostWakeup},
    {"Race", account_without_a_lock, FailureKind::kDataRace},
    {"WrongResult", load_then_store, FailureKind::kWrongResult},
    {"Exception", exception_of_one, FailureKind::kCrash},
    {"Misuse", unlock_by_another, FailureKind::kMisuse},
    {"ThreadLocal", thread_local_with_a_destructor, FailureKind::kWrongResult},
    {"TimeOut", time_out, FailureKind::kWrongResult},
    {"NullPointer", null_pointer, FailureKind::kCrash},
    {"StackOverflow", stack_overflow, FailureKind::kCrash},
    {"LeftBehind", left_behind, FailureKind::kThreadLeftBehind},
    {"Terminate", std_terminate, FailureKind::kThreadLeftBehind},
};

Result explore_on(Carrier carrier, const std::function<void()>& body,
                  const std::string& replay = "") {
  Options options;
  options.carrier = carrier;
  options.replay = replay;
  return explore(body, options);
}

void expect_same(const Result& one, const Result& other) {
  EXPECT_EQ(one.verdict, other.verdict) << other.seen;
  ASSERT_TRUE(one.failure) << one.seen;
  ASSERT_TRUE(other.failure) << other.seen;
  EXPECT_EQ(one.failure->kind, other.failure->kind);
  EXPECT_EQ(one.failure->headline, other.failure->headline);
  EXPECT_EQ(one.failure->schedule, other.failure->schedule);
  EXPECT_EQ(to_text(one.failure->story), to_text(other.failure->story));
}

class BothCarriers : public testing::TestWithParam<Program> {};

TEST_P(BothCarriers, FindTheSameFailure) {
  const Result on_fibers = explore_on(Carrier::kFibers, GetParam().body);
  const Result on_threads = explore_on(Carrier::kThreads, GetParam().body);
  expect_same(on_fibers, on_threads);
  EXPECT_EQ(on_fibers.failure->kind, GetParam().kind);
  EXPECT_EQ(on_fibers.seen, on_threads.seen);
}

TEST_P(BothCarriers, ReplayTheSameFailure) {
  const Result found = explore_on(Carrier::kFibers, GetParam().body);
  ASSERT_TRUE(found.failure);
  if (found.failure->schedule.empty()) return;  // The only schedule: it needs no string.
  for (const Carrier carrier : {Carrier::kThreads, Carrier::kFibers}) {
    expect_same(found, explore_on(carrier, GetParam().body, found.failure->schedule));
  }
}

INSTANTIATE_TEST_SUITE_P(Carrier, BothCarriers, testing::ValuesIn(kPrograms),
                         [](const auto& info) { return info.param.name; });

TEST(Carrier, AllSchedulesOnThreadsAreAsManyAsOnFibers) {
  const auto body = [] {
    std::mutex mutex;
    int count = 0;
    const auto add = [&] {
      for (int i = 0; i < 2; ++i) {
        std::lock_guard lock(mutex);
        ++count;
      }
    };
    together({"anna", add}, {"ben", add}, {"eve", add});
    interleave::check(count == 6, "lost");
  };
  const Result on_threads = explore_on(Carrier::kThreads, body);
  EXPECT_EQ(on_threads.verdict, Verdict::kPassed);
  EXPECT_EQ(on_threads.seen, explore_on(Carrier::kFibers, body).seen);
}

// What a debugger lists: one thread of the operating system for each of the program's.
TEST(Carrier, ThreadsAreThreadsOfTheOperatingSystem) {
  std::set<pid_t> seen;
  const auto look = [&] { seen.insert(gettid()); };
  const auto body = [&] {
    seen.clear();
    std::mutex mutex;
    const auto role = [&] {
      std::lock_guard lock(mutex);
      look();
    };
    together({"anna", role}, {"ben", role});
    look();
  };
  EXPECT_EQ(explore_on(Carrier::kThreads, body).verdict, Verdict::kPassed);
  EXPECT_EQ(seen.size(), 3u);
  EXPECT_EQ(explore_on(Carrier::kFibers, body).verdict, Verdict::kPassed);
  EXPECT_EQ(seen, std::set{gettid()});
}

}  // namespace
