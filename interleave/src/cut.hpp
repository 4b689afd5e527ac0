// Texts that a program makes may have megabytes. A story has room for their beginning.
#pragma once

#include <cstddef>
#include <string>

namespace interleave {

inline constexpr std::size_t kMessageBytesMax = 4 * 1024;

// Returns the first bytes of `text`, and says how many were left out.
inline std::string cut_to(std::string text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  const auto is_inside_character = [&](std::size_t at) {  // Of UTF-8.
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  while (end > 0 && is_inside_character(end)) --end;
  const std::size_t left_out = text.size() - end;
  text.resize(end);
  return text + " [cut here: " + std::to_string(left_out) + " bytes more]";
}

}  // namespace interleave
