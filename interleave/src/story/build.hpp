// From what was recorded and found out to a story as data, and its words.
#pragma once

#include "diagnosis/finding.hpp"
#include "interleave/story.hpp"

namespace interleave {

// Requires: `run` has just been while `recorder` watched, and `finding` is of that run.
Story build_story(const Run& run, const Recorder& recorder, const Finding& finding,
                  Symbolizer& symbolizer);

}  // namespace interleave
