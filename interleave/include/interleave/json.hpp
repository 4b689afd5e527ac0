// Results as JSON, for pictures, web pages and other tools. docs/story.schema.json describes the
// format (JSON Schema, draft 7); "format" is its version, and changes when a reader would have to.
#pragma once

#include <string>

#include "interleave/result.hpp"

namespace interleave {

// The version of the format that to_json() writes. Members may be added within a version.
inline constexpr int kJsonFormat = 1;

// Returns `result` with its whole story as one JSON object in UTF-8, indented, ending with a line
// break. Bytes that are no UTF-8 (a program may print anything) become U+FFFD.
//
// Thread safety: any thread, at any time.
std::string to_json(const Result& result);

}  // namespace interleave
