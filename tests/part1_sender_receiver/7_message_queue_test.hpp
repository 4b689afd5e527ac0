// What the tests of 1.7 share.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "message_queue.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

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

template <typename... Messages>
void put_all(MessageQueue& queue, const std::string& topic, Messages... messages) {
  for (const char* message : {messages...}) EXPECT_TRUE(queue.put(topic, message));
}

// Takes messages until there are none left.
inline Names get_all(MessageQueue& queue, const std::string& topic) {
  Names messages;
  while (const auto message = queue.get(topic)) messages.push_back(*message);
  return messages;
}
