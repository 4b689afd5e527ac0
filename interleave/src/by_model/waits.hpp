#pragma once

namespace interleave {

// Thrown by waits_while().
struct ModelWaits {};

}  // namespace interleave
