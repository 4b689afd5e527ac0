#include "story/calls.hpp"

#include <cctype>
#include <cstdlib>
#include <optional>

#include "story/places.hpp"

namespace interleave {
namespace {

constexpr std::size_t kCallCharactersMax = 44;

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Whether it is called as "a << b", "a[i]" or "a(b)", without its name.
bool is_operator(const std::string& name) {
  static const std::string kOperator = "operator";
  return name.starts_with(kOperator) &&
         (name.size() == kOperator.size() || !is_name_character(name[kOperator.size()]));
}

// "push" out of "BoundedQueue<int>::push".
std::string last_name(const std::string& function) {
  for (std::size_t at = function.find("operator"); at != std::string::npos;
       at = function.find("operator", at + 1)) {
    const bool begins = at == 0 || function[at - 1] == ':';
    if (begins && is_operator(function.substr(at))) return function.substr(at);
  }
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < function.size(); ++i) {
    if (function[i] == '<') ++depth;
    if (function[i] == '>') --depth;
    if (function[i] == ':' && depth == 0) begin = i + 1;
  }
  const std::string name = function.substr(begin);
  return name.substr(0, name.find('<'));
}

// The bracket that the one at `close` closes, or nothing.
std::optional<std::size_t> opening_of(const std::string& text, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    if (text[i] == ')' || text[i] == ']') ++depth;
    if ((text[i] == '(' || text[i] == '[') && --depth == 0) return i;
  }
  return std::nullopt;
}

// The object in front of the name at `name`: "queue.", "this->queue_.", "inboxes[to].".
std::size_t begin_of_object(const std::string& text, std::size_t name) {
  std::size_t begin = name;
  while (begin > 0) {
    const char c = text[begin - 1];
    const bool arrow = c == '>' && begin > 1 && text[begin - 2] == '-';
    const bool before_member = text[begin] == '.' || text[begin] == '-' || text[begin] == '[';
    const bool element = (c == ']' || c == ')') && before_member;
    if (arrow) {
      begin -= 2;
    } else if (element) {
      const std::optional<std::size_t> opening = opening_of(text, begin - 1);
      if (!opening) break;
      begin = *opening;
    } else if (is_name_character(c) || c == '.') {
      --begin;
    } else {
      break;
    }
  }
  return begin;
}

// Behind the ')' that closes the '(' at `open`.
std::optional<std::size_t> end_of_call(const std::string& text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1;
  }
  return std::nullopt;
}

}  // namespace

namespace {

// What stands in front of `at` and belongs to another statement ends where this returns.
std::size_t begin_of_statement(const std::string& text, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at; i-- > 0;) {
    const char c = text[i];
    if (c == ')' || c == ']') ++depth;
    if ((c == '(' || c == '[') && depth > 0) --depth;
    if (depth > 0) continue;
    if (c == '{' || c == '}' || c == ';') return i + 1;
  }
  return 0;
}

std::size_t end_of_statement(const std::string& text, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ';' && depth == 0) return i;
    if (c == '{' || c == '(' || c == '[') ++depth;
    if (c != '}' && c != ')' && c != ']') continue;
    if (depth == 0 && c == '}') return i;
    if (depth > 0) --depth;
  }
  return text.size();
}

}  // namespace

std::string statement_at(const Location& location, std::size_t characters_max) {
  const std::string& text = location.source.text;
  const int column = location.column - location.indentation - 1;
  std::string statement = text;
  if (location.column > 0 && column >= 0 && static_cast<std::size_t>(column) < text.size()) {
    const auto at = static_cast<std::size_t>(column);
    const std::size_t begin = begin_of_statement(text, at);
    statement = text.substr(begin, end_of_statement(text, at) - begin);
  }
  const std::size_t first = statement.find_first_not_of(' ');
  if (first == std::string::npos) return with_ellipsis(text, characters_max);
  statement = statement.substr(first, statement.find_last_not_of(" ;") - first + 1);
  return with_ellipsis(statement, characters_max);
}

namespace {

std::string whole_call(const Location& caller, const std::string& function) {
  const std::string name = last_name(function);
  const std::string& text = caller.source.text;
  if (name.empty() || is_operator(name)) {
    const std::string statement = statement_at(caller, std::string::npos);
    return statement.empty() ? name : statement;
  }
  // Columns count from the line's start, the text from its first character that is not a space.
  const int column = caller.column - caller.indentation;
  std::string best = name + "()";
  int best_distance = -1;
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const std::size_t open = at + name.size();
    if (open >= text.size() || text[open] != '(') continue;
    if (at > 0 && is_name_character(text[at - 1])) continue;
    const std::optional<std::size_t> end = end_of_call(text, open);
    const int distance = std::abs(static_cast<int>(open) + 1 - column);
    if (!end || (best_distance >= 0 && distance >= best_distance)) continue;
    const std::size_t begin = begin_of_object(text, at);
    best = text.substr(begin, *end - begin);
    best_distance = distance;
  }
  return best;
}

}  // namespace

std::string call_text_without_long_arguments(const Location& caller, const std::string& function) {
  const std::string text = whole_call(caller, function);
  if (text.size() <= kCallCharactersMax) return text;
  const std::size_t open =
      text.back() == ')' ? opening_of(text, text.size() - 1).value_or(0) : text.find('(');
  return text.substr(0, open) + "(...)";
}

}  // namespace interleave
