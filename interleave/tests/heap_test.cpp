// What the explorer knows of the memory that a program asks for.
#include "interpose/heap.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "execution/execution.hpp"
#include "interleave/interleave.hpp"

namespace {

using interleave::Block;
using interleave::explore;
using interleave::together;
using interleave::Verdict;

// As the explorer asks: its own memory is no part of the program.
std::optional<Block> block_of(const void* address) {
  const bool before = std::exchange(interleave::in_program, false);
  const Block* found = interleave::find_block(address);
  const std::optional<Block> copy = found == nullptr ? std::nullopt : std::optional(*found);
  interleave::in_program = before;
  return copy;
}

TEST(Heap, ABlockIsKnownByItsThreadAndNumber) {
  const auto result = explore([] {
    const auto first = std::make_unique<int[]>(10);
    const auto second = std::make_unique<int>(1);
    const std::optional<Block> one = block_of(&first[9]);
    const std::optional<Block> other = block_of(second.get());
    interleave::check(one && other, "both are known");
    interleave::check(one->address == first.get() && one->bytes == 40, "address and size");
    interleave::check(one->thread == 0 && other->thread == 0, "who asked");
    interleave::check(other->number == one->number + 1, "one after the other");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(Heap, NoScheduleChangesTheNames) {
  std::set<std::pair<int, std::uint32_t>> names;
  const auto result = explore([&names] {
    const auto ask = [&names] {
      const auto number = std::make_unique<int>(1);
      const Block block = block_of(number.get()).value();
      const bool before = std::exchange(interleave::in_program, false);
      names.insert({block.thread, block.number});
      interleave::in_program = before;
    };
    std::mutex mutex;
    const auto work = [&] {
      std::lock_guard lock(mutex);
      ask();
    };
    together({"anna", work}, {"ben", work});
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(result.schedules, 2u);
  EXPECT_EQ(names.size(), 2u);
}

TEST(Heap, AFreedBlockIsStillKnown) {
  const auto result = explore([] {
    auto number = std::make_unique<int>(1);
    const void* address = number.get();
    number.reset();
    interleave::check(block_of(address).has_value(), "it is known");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(Heap, WhatIsNotOfThisExecutionIsNotKnown) {
  const auto outside = std::make_unique<int>(1);
  const auto result = explore([&outside] {
    const int local = 1;
    interleave::check(!block_of(&local), "a local variable");
    interleave::check(!block_of(outside.get()), "memory from before");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_FALSE(block_of(outside.get()));
}

// Asked in between: the order by address is mended, not made anew.
TEST(Heap, ManyBlocksAreFound) {
  const auto result = explore([] {
    std::vector<std::unique_ptr<int>> all;
    for (int i = 0; i < 1000; ++i) {
      all.push_back(std::make_unique<int>(i));
      if (i % 7 != 0) continue;
      const int* wanted = all[static_cast<std::size_t>(i / 2)].get();
      const std::optional<Block> found = block_of(wanted);
      interleave::check(found && found->address == wanted, "found");
    }
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

}  // namespace
