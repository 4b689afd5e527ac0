// From the explorer's operations to the steps of a story.
#pragma once

#include <cstddef>

#include "diagnosis/finding.hpp"
#include "interleave/story.hpp"

namespace interleave {

StepKind kind_of(const RecordedStep& step);
StepKind kind_of(const Operation& operation);
Outcome outcome_of(const RecordedStep& step);

// Why the recorded step matters, if it does.
Mark mark_of(const Finding& finding, std::size_t recorded);

}  // namespace interleave
