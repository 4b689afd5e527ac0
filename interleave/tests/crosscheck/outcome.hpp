// How a run of a program ended: all that its threads saw, and where those stand that are stuck.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "crosscheck/program.hpp"

namespace crosscheck {

struct ThreadOutcome {
  static constexpr std::size_t kSeenMax = 24;

  bool done = false;
  std::uint8_t at = 0;     // The instruction that it has not finished.
  std::uint8_t count = 0;  // Values in `seen`.
  std::array<std::int8_t, kSeenMax> seen{};

  void see(int value) {
    if (count < kSeenMax) seen[count++] = static_cast<std::int8_t>(value);
  }
  auto operator<=>(const ThreadOutcome&) const = default;
};

struct Outcome {
  std::array<int, kObjectsMax> atomics{};
  std::array<int, kObjectsMax> data{};
  std::array<ThreadOutcome, kThreadsMax> threads{};

  auto operator<=>(const Outcome&) const = default;
};

inline std::string to_text(const Outcome& outcome, std::size_t threads) {
  std::string text;
  for (int i = 0; i < kObjectsMax; ++i) {
    const auto n = static_cast<std::size_t>(i);
    text += "x" + std::to_string(i) + "=" + std::to_string(outcome.atomics[n]) + " data" +
            std::to_string(i) + "=" + std::to_string(outcome.data[n]) + " ";
  }
  for (std::size_t i = 0; i < threads; ++i) {
    const ThreadOutcome& thread = outcome.threads[i];
    text += "| thread " + std::to_string(i) + " saw";
    for (std::size_t k = 0; k < thread.count; ++k) text += " " + std::to_string(thread.seen[k]);
    if (!thread.done) text += ", stuck at instruction " + std::to_string(thread.at);
    text += " ";
  }
  return text;
}

}  // namespace crosscheck
