// Whole numbers on a command line.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

// Returns the number that `text` is; nothing if it is none from `least` to `most`.
inline std::optional<std::uint32_t> whole_number_in(std::string_view text, std::uint32_t least,
                                                    std::uint32_t most) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || number < least || number > most) return std::nullopt;
  return number;
}
