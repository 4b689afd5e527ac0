// Writes JSON (RFC 8259), indented.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace interleave {

class JsonWriter {
 public:
  // Inside an object each value follows its key. Requires: what begins is ended.
  void begin_object() { begin('{'); }
  void end_object() { end('}'); }
  void begin_array() { begin('['); }
  void end_array() { end(']'); }
  void key(std::string_view name);

  void string(std::string_view text);
  void number(std::integral auto number) { raw(std::to_string(number)); }
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void null() { raw("null"); }

  const std::string& text() const { return text_; }

 private:
  void begin(char bracket);
  void end(char bracket);
  void raw(std::string_view value);
  void separate();
  void append_quoted(std::string_view text);

  std::string text_;
  std::size_t depth_ = 0;
  bool first_ = true;     // Nothing was written yet in the innermost brackets.
  bool has_key_ = false;  // A key was written and its value comes next.
};

}  // namespace interleave
