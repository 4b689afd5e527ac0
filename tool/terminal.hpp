// What the screen can do.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace workbook {

// Standard output is a terminal.
bool output_is_terminal();

// Returns how many columns the terminal has, from 60 on; 102 where output is none.
std::size_t terminal_columns();

// A person sits there: standard input and output are terminals.
bool interactive();

// Colour, sparingly. Each returns its text alone when standard output is no terminal, or NO_COLOR
// is set (no-color.org).
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string green(std::string_view text);
std::string red(std::string_view text);
std::string yellow(std::string_view text);

void clear_screen();

// A line that the next one writes over, for progress; nothing where output is no terminal. An
// empty text wipes it.
void show_transient(std::string_view text);

// Keys come one by one and unseen while this lives. The terminal is as it was afterwards, also
// after Ctrl-C.
class KeyMode {
 public:
  KeyMode();
  ~KeyMode();
  KeyMode(const KeyMode&) = delete;
  KeyMode& operator=(const KeyMode&) = delete;
};

}  // namespace workbook
