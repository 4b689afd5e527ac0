// Which of the recorded steps a reader needs to follow what happened.
#pragma once

#include <cstdint>
#include <vector>

#include "diagnosis/finding.hpp"

namespace interleave {

enum class Shown : std::uint8_t {
  kYes,
  kNo,
  kBookkeeping,  // The standard library's own: the call that it is in is not told either.
  kFolded,       // Takes a lock for a critical section that nobody interrupts: as good as one step.
};

// Of each step of the recorder.
std::vector<Shown> choose_steps(const Recorder& recorder, const Finding& finding,
                                Symbolizer& symbolizer);

}  // namespace interleave
