// Results as JSON, for pictures, web pages and other tools. docs/story.schema.json describes the
// format (JSON Schema, draft 7); "format" is its version, and changes when a reader would have to.
//
// Thread safety: any thread, at any time.
#pragma once

#include <string>
#include <string_view>

#include "interleave/result.hpp"

namespace interleave {

// The version of the format. Members may be added within a version.
inline constexpr int kJsonFormat = Story::kVersion;

// Returns `result` with its whole story as one JSON object in UTF-8, indented, ending with a line
// break. Bytes that are no UTF-8 (a program may print anything) become U+FFFD.
std::string to_json(const Result& result);

// Returns the result that to_json() wrote.
// Throws std::invalid_argument, with a sentence that says why, for what is no JSON, no such result,
// or one of another format.
Result from_json(std::string_view text);

}  // namespace interleave
