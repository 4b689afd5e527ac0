// The question that tells a lost wake-up from other deadlocks: would a sleeper go on if it checked
// its condition again?
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/object.hpp"
#include "model/vector_clock.hpp"

namespace interleave {

enum class Answer : std::uint8_t {
  kGoesOn,  // It leaves the wait.
  kSleepsAgain,
  kCannotTell,  // Its condition needs what a thread that is stuck holds, or takes too long.
};

struct Question {
  ThreadId sleeper = kNobody;
  const Object* condition = nullptr;
  const Object* mutex = nullptr;
  const void* pc = nullptr;  // Where it waits.
  std::size_t depth = 0;     // How many functions it is in there.
  std::uint32_t steps = 0;
  Answer answer = Answer::kCannotTell;

  bool is_open() const { return sleeper != kNobody; }
};

}  // namespace interleave
