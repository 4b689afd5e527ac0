// Reads memory whose address may be wrong: a pointer that nobody has set, or to what is no more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace interleave {

// Returns nothing where there is no memory. At most 8 bytes.
std::optional<std::uintptr_t> read_memory(std::uintptr_t address,
                                          std::size_t bytes = sizeof(std::uintptr_t));

}  // namespace interleave
