#include "braces.hpp"

#include <vector>

#include "forbidden.hpp"
#include "text.hpp"

namespace workbook {

namespace {

struct Brace {
  int line = 0;
  std::size_t indentation = 0;
};

// Pairs braces as the compiler does, and keeps the first pair that looks wrong.
class Pairing {
 public:
  void read(std::string_view code) {
    int number = 0;
    for (const std::string& line : lines_of(code)) {
      ++number;
      const std::size_t indentation = line.find_first_not_of(' ');
      for (const char c : line) {
        if (c == '{') open_.push_back({number, indentation});
        if (c == '}') close({number, indentation});
      }
    }
  }

  std::optional<BraceMistake> mistake() const {
    if (stray_)
      return BraceMistake{stray_->line, "this '}' closes nothing: is there one too many?"};
    if (open_.empty()) return {};
    const Brace& guilty = suspect_ ? *suspect_ : open_.back();
    return BraceMistake{guilty.line, "expected '}': a '{' of this line is never closed"};
  }

 private:
  void close(const Brace& brace) {
    if (open_.empty()) {
      if (!stray_) stray_ = brace;
      return;
    }
    const Brace opened = open_.back();
    open_.pop_back();
    const bool alike = opened.line == brace.line || opened.indentation == brace.indentation;
    // A '}' that stands further out than its '{' is the partner of an earlier one.
    if (!alike && !suspect_ && brace.indentation < opened.indentation) suspect_ = opened;
  }

  std::vector<Brace> open_;
  std::optional<Brace> suspect_;
  std::optional<Brace> stray_;
};

}  // namespace

std::optional<BraceMistake> brace_mistake(std::string_view code) {
  Pairing pairing;
  pairing.read(code_only(code));
  return pairing.mistake();
}

}  // namespace workbook
