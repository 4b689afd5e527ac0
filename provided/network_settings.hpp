// What a simulated network is told, and what it tells: settings, the fate of a message, counters.
// provided/network.hpp has the network itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

// A node's address: 0, 1, ... up to the number of nodes, less one.
using NodeId = std::size_t;

// How many bytes a message counts: the size of its type, unless this is specialised for it. Text
// counts its characters.
template <typename Message>
struct ByteCount {
  std::size_t operator()(const Message&) const { return sizeof(Message); }
};

template <>
struct ByteCount<std::string> {
  std::size_t operator()(const std::string& text) const { return text.size(); }
};

// One message at the moment at which it sets out.
template <typename Message>
struct Passage {
  NodeId from = 0;
  NodeId to = 0;
  std::uint64_t number = 0;  // It is the n-th from there to there, counted from 1.
  const Message& message;    // As sent. Valid during the call only.
};

// What becomes of one message. As it stands: it arrives, once, at once.
struct Fate {
  bool lost = false;                         // It never arrives. The rest does not matter then.
  std::chrono::nanoseconds delay{0};         // It can be received after so long.
  bool overtakes = false;                    // It comes before all that waits there now.
  bool doubled = false;                      // It arrives a second time ...
  std::chrono::nanoseconds second_delay{0};  // ... and can be received again after so long.
};

// What happens to a message that finds no room in the inbox it is for.
enum class WhenFull {
  kDrop,  // It is refused: nobody gets it, and the sender does not learn of it.
  kWait,  // The sender waits for room.
};

// How a network behaves. Probabilities are from 0 (never) to 1 (always).
struct NetworkSettings {
  // Room in each inbox. A message takes its place when it is sent, so what is still on its way
  // counts as well.
  std::size_t inbox_capacity = 64;

  // Dropping is the default, since it is what networks do, and since a send that never waits can
  // take part in no deadlock. Where nothing may get lost, or where a faster sender is to be slowed
  // down, senders wait.
  WhenFull when_full = WhenFull::kDrop;

  // Each message takes a time of its own between these two. So a later one may arrive first.
  std::chrono::nanoseconds delay_min{0};
  std::chrono::nanoseconds delay_max{0};

  double loss = 0;         // How likely a message is lost.
  double duplication = 0;  // How likely it arrives twice. The second has a delay of its own.
  double overtaking = 0;   // How likely it comes before all that waits there now.

  std::uint64_t seed = 1;  // The same seed gives the same fates, on every machine.
};

// Throws std::invalid_argument, with a sentence, for settings that make no sense.
inline void check_settings(const NetworkSettings& settings) {
  const auto refuse = [](const char* why) { throw std::invalid_argument(why); };
  if (settings.inbox_capacity == 0) refuse("Network: an inbox needs room for one message at least");
  if (settings.delay_min < std::chrono::nanoseconds(0)) refuse("Network: delay_min is negative");
  if (settings.delay_max < settings.delay_min) refuse("Network: delay_max is below delay_min");
  for (const double chance : {settings.loss, settings.duplication, settings.overtaking}) {
    if (!(chance >= 0 && chance <= 1)) refuse("Network: a probability is not between 0 and 1");
  }
}

// What went over one link, or over all. At every moment, for messages and for bytes:
//   sent + duplicated = delivered + lost + refused + waiting
struct Traffic {
  struct Count {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;

    void add(std::size_t size) {
      ++messages;
      bytes += size;
    }
    void remove(std::size_t size) {
      --messages;
      bytes -= size;
    }
    Count& operator+=(const Count& other) {
      messages += other.messages;
      bytes += other.bytes;
      return *this;
    }
    bool operator==(const Count&) const = default;
  };

  Count sent;        // Given to send(), whatever became of it.
  Count duplicated;  // Second copies that the network made.
  Count delivered;   // Returned by a receive function.
  Count lost;        // Lost by fate, by a cut, or with an endpoint that was closed.
  Count refused;     // Found no room.
  Count waiting;     // On the way, or in an inbox.

  Traffic& operator+=(const Traffic& other) {
    sent += other.sent;
    duplicated += other.duplicated;
    delivered += other.delivered;
    lost += other.lost;
    refused += other.refused;
    waiting += other.waiting;
    return *this;
  }
  bool operator==(const Traffic&) const = default;
};
