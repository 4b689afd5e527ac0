// The faults that a simulated network has by itself: drawn from a seed.
#pragma once

#include <cstdint>

#include "provided/network_settings.hpp"
#include "provided/random.hpp"

// Decides what becomes of a message by the settings' probabilities, delays and seed.
//
// The n-th message from one node to another has a fate of its own, drawn from the seed and these
// three numbers alone. So it does not depend on what other links carry, nor on the order in which
// threads run, and there is no generator that threads would have to share.
//
// Thread safety: any number of threads may call it at any time. It never changes.
class SeededFaults {
 public:
  explicit SeededFaults(const NetworkSettings& settings) : settings_(settings) {}

  template <typename Message>
  Fate operator()(const Passage<Message>& passage) const {
    Random random(key_of(passage.from, passage.to, passage.number));
    Fate fate;
    fate.lost = happens(settings_.loss, random);
    fate.delay = random.between(settings_.delay_min, settings_.delay_max);
    fate.overtakes = happens(settings_.overtaking, random);
    fate.doubled = happens(settings_.duplication, random);
    fate.second_delay = random.between(settings_.delay_min, settings_.delay_max);
    return fate;
  }

 private:
  std::uint64_t key_of(NodeId from, NodeId to, std::uint64_t number) const {
    std::uint64_t key = settings_.seed;
    for (const std::uint64_t part : {std::uint64_t{from}, std::uint64_t{to}, number}) {
      key = Random(key ^ part)();
    }
    return key;
  }

  // Returns true with the given probability.
  static bool happens(double probability, Random& random) {
    const double between_0_and_1 = static_cast<double>(random() >> 11U) * 0x1p-53;
    return between_0_and_1 < probability;
  }

  const NetworkSettings settings_;
};
