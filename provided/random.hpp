// Numbers and durations from a seed, the same on every machine.
#pragma once

#include <chrono>
#include <cstdint>

using Duration = std::chrono::nanoseconds;

// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
// The distributions of the standard library differ from one library to the next; these numbers do
// not.
//
// Thread safety: none; each thread, or each object that says so, has its own.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // Returns any 64 bits.
  std::uint64_t operator()() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t bits = state_;
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31U);
  }

  // Returns a duration from low to high, both included. Requires: low <= high.
  Duration between(Duration low, Duration high) {
    // Without a sign, since from the least duration to the greatest there are 2^64 of them.
    const auto from = static_cast<std::uint64_t>(low.count());
    const std::uint64_t steps = static_cast<std::uint64_t>(high.count()) - from;
    const std::uint64_t bits = (*this)();
    const std::uint64_t step = steps == ~std::uint64_t{0} ? bits : bits % (steps + 1);
    return Duration(static_cast<std::int64_t>(from + step));
  }

 private:
  std::uint64_t state_;
};
