#include "forbidden.hpp"

#include <cctype>
#include <regex>

#include "text.hpp"

namespace workbook {

namespace {

// Walks over code, and blanks out what is none.
class Blanker {
 public:
  explicit Blanker(std::string_view code) : code_(code) {}

  std::string run() {
    while (at_ < code_.size()) step();
    return std::move(code_);
  }

 private:
  void step() {
    if (starts_with("//")) return blank_to(code_.find('\n', at_));
    if (starts_with("/*")) return blank_to(end_of("*/", at_ + 2));
    if (starts_with("R\"") && follows_prefix_of_string()) return blank_to(end_of_raw_string());
    const char c = code_[at_];
    // 1'000 is a number.
    if (c == '"' || (c == '\'' && !follows_number())) return blank_to(end_of_quoted(c));
    ++at_;
  }

  bool starts_with(std::string_view text) const {
    return code_.compare(at_, text.size(), text) == 0;
  }

  // The word, or the number, that ends here.
  std::string word_before() const {
    std::size_t begin = at_;
    while (begin > 0 && (is_of_word(code_[begin - 1]) || code_[begin - 1] == '\'')) --begin;
    return code_.substr(begin, at_ - begin);
  }
  bool follows_number() const {
    const std::string word = word_before();
    return !word.empty() && std::isdigit(static_cast<unsigned char>(word.front())) != 0;
  }
  // uR"(...)" is raw, and in FooR"(...)" the word is a macro's.
  bool follows_prefix_of_string() const {
    const std::string word = word_before();
    return word.empty() || word == "u8" || word == "u" || word == "U" || word == "L";
  }

  std::size_t end_of(const std::string& mark, std::size_t from) const {
    const std::size_t found = code_.find(mark, from);
    return found == std::string::npos ? found : found + mark.size();
  }

  std::size_t end_of_raw_string() const {
    const std::size_t open = code_.find('(', at_);
    if (open == std::string::npos) return open;
    return end_of(")" + code_.substr(at_ + 2, open - at_ - 2) + "\"", open);
  }

  // A line's end ends it, too: the compiler will complain.
  std::size_t end_of_quoted(char quote) const {
    std::size_t i = at_ + 1;
    while (i < code_.size() && code_[i] != quote && code_[i] != '\n') i += code_[i] == '\\' ? 2 : 1;
    return i + 1;
  }

  void blank_to(std::size_t end) {
    for (end = std::min(end, code_.size()); at_ < end; ++at_) {
      if (code_[at_] != '\n') code_[at_] = ' ';
    }
  }

  std::string code_;
  std::size_t at_ = 0;
};

// Where `name` stands in `line` as a whole word; npos if nowhere.
std::size_t find_name(const std::string& line, const std::string& name) {
  for (std::size_t at = 0; (at = line.find(name, at)) != std::string::npos; ++at) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || !is_of_word(line[at - 1]);
    const bool ends = end == line.size() || !is_of_word(line[end]);
    if (begins && ends) return at;
  }
  return std::string::npos;
}

// Returns what of `line` is it, or "".
std::string found_in(const std::string& line, const Forbidden& one) {
  if (!one.name.empty()) {
    return find_name(line, one.name) == std::string::npos ? "" : one.name;
  }
  std::smatch found;
  return std::regex_search(line, found, std::regex(one.pattern)) ? found[0].str() : "";
}

}  // namespace

std::string code_only(std::string_view code) { return Blanker(code).run(); }

std::optional<ForbiddenUse> first_forbidden(std::string_view code,
                                            const std::vector<Forbidden>& all) {
  if (all.empty()) return {};
  const std::vector<std::string> lines = lines_of(code_only(code));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const Forbidden& one : all) {
      const std::string found = found_in(lines[i], one);
      if (found.empty()) continue;
      return ForbiddenUse{static_cast<int>(i) + 1, found, trimmed(lines_of(code)[i]), one.why};
    }
  }
  return {};
}

}  // namespace workbook
