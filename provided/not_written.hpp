// What an unwritten body calls. The test that runs into it reports "not written yet", with the
// file and the line where you write.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

// A body that is still empty has no use for its parameters. Once nothing in a header calls
// not_written(), remove its #include as well: from then on the compiler warns again.
#pragma GCC diagnostic ignored "-Wunused-parameter"

// Thrown by the body of a function that is still to be written.
class NotWritten : public std::logic_error {
 public:
  NotWritten(const char* mark, const char* file, int line)
      : std::logic_error(sentence(mark, file, line)), mark_(mark), file_(file), line_(line) {}

  const char* mark() const { return mark_; }  // Exercise and function, such as "1.3 push".
  const char* file() const { return file_; }  // As the compiler was given it.
  int line() const { return line_; }

 private:
  static std::string sentence(std::string_view mark, std::string_view file, int line) {
    const std::string_view name = file.substr(file.find_last_of('/') + 1);
    return std::string(mark) + " is not written yet: " + std::string(name) + ":" +
           std::to_string(line);
  }

  // These point to string literals, which live as long as the program.
  const char* mark_;
  const char* file_;
  int line_;
};

// Throws NotWritten for the place it is called from. Give it the mark alone.
[[noreturn]] inline void not_written(const char* mark, const char* file = __builtin_FILE(),
                                     int line = __builtin_LINE()) {
  throw NotWritten(mark, file, line);
}
