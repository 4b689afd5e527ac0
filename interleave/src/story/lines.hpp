// The source lines that each recorded step and thread stands at.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "story/recorder.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

class Lines {
 public:
  // Both must outlive it.
  Lines(Symbolizer& symbolizer, const Recorder& recorder);

  // Outermost call first; what is told from outside is left out.
  const std::vector<Location>& of_step(std::size_t step) const { return steps_[step]; }
  std::vector<Location> of(const Stack& stack) { return symbolizer_.told_lines(stack); }
  // Where a thread stands.
  std::vector<Location> of(const Thread& thread);

  // The innermost line; nothing is known of an empty one.
  static Source last(const std::vector<Location>& lines);

  // The call to code that is told from outside in which `thread` waits, if it does.
  std::optional<OutsideCall> call_it_waits_in(const Thread& thread);

  Symbolizer& symbolizer() { return symbolizer_; }

 private:
  Symbolizer& symbolizer_;
  std::vector<std::vector<Location>> steps_;
};

}  // namespace interleave
