// Steps that the standard library takes for itself: counting the owners of a shared_ptr, spinning
// before it sleeps, the lock of its own inside a condition_variable_any. A reader has not written
// them, and a story leaves them out.
#pragma once

#include "story/memory_names.hpp"
#include "story/recorder.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

// `name` is that of the step's object, or nullptr where it is not known. Sleeping and waking are
// never bookkeeping.
bool is_library_bookkeeping(Symbolizer& symbolizer, const RecordedStep& step,
                            const MemoryName* name);

}  // namespace interleave
