// Once it has got what it needs, the explorer asks the C library for no more memory, however many
// schedules follow.
#include <gtest/gtest.h>
#include <pthread.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "interleave/interleave.hpp"

#define UNWATCHED __attribute__((no_sanitize("thread")))

namespace {

std::uint64_t allocations = 0;

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

// What stands behind the C library's functions, for those who replace them.
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* memory, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);

UNWATCHED void* malloc(std::size_t bytes) noexcept {
  ++allocations;
  return __libc_malloc(bytes);
}
UNWATCHED void* calloc(std::size_t count, std::size_t bytes) noexcept {
  ++allocations;
  return __libc_calloc(count, bytes);
}
UNWATCHED void* realloc(void* memory, std::size_t bytes) noexcept {
  ++allocations;
  return __libc_realloc(memory, bytes);
}
UNWATCHED void* aligned_alloc(std::size_t alignment, std::size_t bytes) noexcept {
  ++allocations;
  return __libc_memalign(alignment, bytes);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)

namespace {

using interleave::explore;
using interleave::Options;
using interleave::Result;
using interleave::Verdict;

// How many there are in the second thousand of schedules.
std::uint64_t allocations_in_steady_state(const std::function<void()>& body) {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  Options options;
  options.strategy = interleave::Strategy::kRandom;
  options.samples = 2'500;
  options.on_schedule = [&](const auto& schedule) {
    if (schedule.number == 1'000) before = allocations;
    if (schedule.number == 2'000) after = allocations;
    return true;
  };
  const Result result = explore(body, options);
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_GT(before, 0u);
  return after - before;
}

struct Counter {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
  int count = 0;
};

void* count_up(void* argument) {
  auto& counter = *static_cast<Counter*>(argument);
  pthread_mutex_lock(&counter.mutex);
  ++counter.count;
  pthread_cond_signal(&counter.changed);
  pthread_mutex_unlock(&counter.mutex);
  return nullptr;
}

void wait_for_two() {
  Counter counter;
  pthread_t threads[2];
  for (pthread_t& thread : threads) pthread_create(&thread, nullptr, count_up, &counter);
  pthread_mutex_lock(&counter.mutex);
  while (counter.count < 2) pthread_cond_wait(&counter.changed, &counter.mutex);
  pthread_mutex_unlock(&counter.mutex);
  for (const pthread_t thread : threads) pthread_join(thread, nullptr);
}

TEST(Allocations, NoneForABodyThatMakesNone) {
  EXPECT_EQ(allocations_in_steady_state(wait_for_two), 0u);
}

TEST(Allocations, OnlyThoseOfTheBody) {
  const auto body = [] {
    const auto counter = std::make_unique<Counter>();
    count_up(counter.get());
    const auto other = std::make_unique<Counter>();
    count_up(other.get());
    wait_for_two();
  };
  EXPECT_EQ(allocations_in_steady_state(body), 2'000u);
}

}  // namespace
