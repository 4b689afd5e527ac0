// The faults that a simulated network has by itself: drawn from a seed.
#pragma once

#include <chrono>
#include <cstdint>

#include "provided/network_settings.hpp"

// Numbers drawn from a key: SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
// Generators", OOPSLA 2014). The distributions of the standard library differ from one library to
// the next; these are the same everywhere.
class SeededDraws {
 public:
  explicit SeededDraws(std::uint64_t key) : state_(key) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t bits = state_;
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31U);
  }

  // Returns true with the given probability.
  bool chance(double probability) {
    const double between_0_and_1 = static_cast<double>(next() >> 11U) * 0x1p-53;
    return between_0_and_1 < probability;
  }

  std::chrono::nanoseconds between(std::chrono::nanoseconds min, std::chrono::nanoseconds max) {
    const auto range = static_cast<std::uint64_t>((max - min).count()) + 1;
    return min + std::chrono::nanoseconds(static_cast<std::int64_t>(next() % range));
  }

 private:
  std::uint64_t state_;
};

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
    SeededDraws draws(key_of(passage.from, passage.to, passage.number));
    Fate fate;
    fate.lost = draws.chance(settings_.loss);
    fate.delay = draws.between(settings_.delay_min, settings_.delay_max);
    fate.overtakes = draws.chance(settings_.overtaking);
    fate.doubled = draws.chance(settings_.duplication);
    fate.second_delay = draws.between(settings_.delay_min, settings_.delay_max);
    return fate;
  }

 private:
  std::uint64_t key_of(NodeId from, NodeId to, std::uint64_t number) const {
    std::uint64_t key = settings_.seed;
    for (const std::uint64_t part : {std::uint64_t{from}, std::uint64_t{to}, number}) {
      key = SeededDraws(key ^ part).next();
    }
    return key;
  }

  const NetworkSettings settings_;
};
