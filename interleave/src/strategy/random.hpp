// Draws schedules at random: at every choice each thing that may happen next is equally likely.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/chooser.hpp"

namespace interleave {

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same numbers for the same seed everywhere,
// which the standard's distributions do not promise.
class RandomNumbers {
 public:
  explicit RandomNumbers(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
  }

  // Returns a number from 0 to n - 1. Requires: 0 < n <= 2^32.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>((next() >> 32) * n >> 32); }

 private:
  std::uint64_t state_;
};

class RandomChooser : public Chooser {
 public:
  explicit RandomChooser(std::uint64_t seed) : numbers_(seed) {}

  std::size_t choose(const Crossroads& at) override {
    return numbers_.below(at.alternatives.size());
  }

 private:
  RandomNumbers numbers_;
};

}  // namespace interleave
