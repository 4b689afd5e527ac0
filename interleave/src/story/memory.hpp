// The memory of a data race or a use after free: its name, and how it was made.
#pragma once

#include <string>

#include "diagnosis/finding.hpp"
#include "story/lines.hpp"

namespace interleave {

// What a story calls what two accesses have in common; "" where it is not known.
std::string racing_variable(const Recorder& recorder);

// Where it is, and how it was made: "balance_, in a local variable of test".
std::string memory_in_words(const Run& run, const Recorder& recorder, const Finding& finding,
                            const Story& story, Lines& lines);

}  // namespace interleave
