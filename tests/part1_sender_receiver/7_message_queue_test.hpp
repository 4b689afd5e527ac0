// What the tests of 1.7 share.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "message_queue.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;

using Message = std::optional<std::string>;
using Names = std::vector<std::string>;

// Who waits this long and is not woken has waited for ever: that is told as a deadlock.
constexpr hours kForever(200 * 365 * 24);

// Returns the names of all topics in alphabetical order.
inline Names topics_of(const MessageQueue& queue) {
  Names names = queue.topics();
  std::sort(names.begin(), names.end());
  return names;
}

// Creates so many topics with names that start with `letter`, such as b1, b2, b3.
inline void create_many(MessageQueue& queue, char letter, std::size_t count) {
  for (std::size_t i = 1; i <= count; ++i) {
    EXPECT_TRUE(queue.create(letter + std::to_string(i)));
  }
}

// Creates topic m and others, so that one more makes a container move house: a vector makes room at
// the 2nd, an unordered_map of libstdc++ makes its table anew at the 14th. Each of the two is
// tried.
inline void create_until_it_is_full(MessageQueue& queue) {
  EXPECT_TRUE(queue.create("m"));
  create_many(queue, 'n', choose(2) == 0 ? 0 : 12);
}

template <typename... Messages>
void put_all(MessageQueue& queue, const std::string& topic, Messages... messages) {
  for (const std::string& message : Names{messages...}) EXPECT_TRUE(queue.put(topic, message));
}

// Takes messages until there are none left.
inline Names get_all(MessageQueue& queue, const std::string& topic) {
  Names messages;
  while (const auto message = queue.get(topic)) messages.push_back(*message);
  return messages;
}

}  // namespace under_test
