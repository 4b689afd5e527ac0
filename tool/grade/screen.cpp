#include "grade/screen.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "text.hpp"

namespace workbook {

namespace {

constexpr std::size_t kColumnsMax = 1000;
constexpr std::size_t kDirectiveMax = 200;

constexpr const char* kTests = "An answer says nothing to the tests.";
constexpr const char* kSystem = "An answer needs neither files, nor processes, nor the system.";
constexpr const char* kEnds = "A function of an answer ends by returning or by throwing.";
constexpr const char* kEnvironment = "What an answer does may not depend on the environment.";

// Words that no answer needs, and why not.
const std::map<std::string, const char*, std::less<>>& words() {
  static const std::map<std::string, const char*, std::less<>> all = [] {
    std::map<std::string, const char*, std::less<>> made;
    const auto add = [&made](const char* list, const char* why) {
      std::istringstream names(list);
      for (std::string name; names >> name;) made[name] = why;
    };
    add("asm", "Answers are written in C++.");
    add("extern", "An answer is one header and refers to nothing outside it.");
    add("testing under_test interleave workbook_test", kTests);
    add("getenv secure_getenv setenv unsetenv putenv environ clearenv", kEnvironment);
    add("random_device", "A verdict is the same tomorrow: take provided/random.hpp, and a seed.");
    add("ifstream ofstream fstream filebuf fopen freopen fdopen popen dlopen dlsym syscall",
        kSystem);
    add("ptrace mprotect mmap vfork execv execve execvp posix_spawn posix_spawnp prctl", kSystem);
    add("quick_exit at_quick_exit _exit atexit longjmp sigaction", kEnds);
    return made;
  }();
  return all;
}

// A word, "::", or one other character. Read in one go, without recursion: however long a file is.
struct Token {
  std::string_view text;
  std::size_t at = 0;
};

std::vector<Token> tokens_of(std::string_view bare) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < bare.size();) {
    std::size_t end = at + 1;
    if (is_of_word(bare[at])) {
      while (end < bare.size() && is_of_word(bare[end])) ++end;
    } else if (bare.substr(at, 2) == "::") {
      ++end;
    }
    const bool space = std::isspace(static_cast<unsigned char>(bare[at])) != 0;
    if (!space) tokens.push_back({bare.substr(at, end - at), at});
    at = end;
  }
  return tokens;
}

// Of the standard library, what answers need. Not there: files, signals, jumps, locales.
constexpr const char* kHeaders =
    "algorithm any array atomic barrier bit bitset cassert cctype charconv chrono climits "
    "cmath compare concepts condition_variable coroutine cstddef cstdint cstdio cstdlib "
    "cstring deque exception forward_list functional future initializer_list iomanip "
    "iostream istream iterator latch limits list map memory mutex new numbers numeric "
    "optional ostream queue random ranges ratio semaphore set shared_mutex source_location "
    "span sstream stack stdexcept stop_token string string_view system_error thread tuple "
    "type_traits typeinfo unordered_map unordered_set utility variant vector version ";

bool is_allowed(const std::string& header) {
  static const std::set<std::string> all = [] {
    std::istringstream words(kHeaders);
    return std::set<std::string>(std::istream_iterator<std::string>(words), {});
  }();
  return all.contains(header);
}

ForbiddenUse use_at(std::string_view code, std::size_t at, std::string found, std::string why) {
  const auto line = std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  found = trimmed(found.substr(0, found.find('\n')));
  return {static_cast<int>(line) + 1, found,
          trimmed(lines_of(code)[static_cast<std::size_t>(line)]), std::move(why)};
}

// Returns why a directive may not stand in an answer, or "".
std::string why_not(const std::string& directive) {
  static const std::regex plain(
      R"(#\s*(pragma\s+once|if\s+[01]|else|endif|ifndef\s+[A-Z]\w*|define\s+[A-Z][A-Z0-9_]*))"
      R"(\s*(//.*|/\*[^*]*\*/\s*)?)");
  static const std::regex standard(R"(#\s*include\s*<([^>]*)>\s*(//.*|/\*[^*]*\*/\s*)?)");
  static const std::regex provided(
      R"re(#\s*include\s*"provided/[a-z0-9_]+\.hpp"\s*(//.*|/\*[^*]*\*/\s*)?)re");
  std::smatch found;
  if (std::regex_match(directive, plain) || std::regex_match(directive, provided)) return "";
  if (std::regex_match(directive, found, standard)) {
    if (is_allowed(found[1])) return "";
    return "This header is not one that an answer needs.";
  }
  if (directive.find("include") != std::string::npos) {
    return "An answer includes <standard> headers and \"provided/...\", nothing else.";
  }
  return "Of the preprocessor an answer uses #include, #pragma once and include guards.";
}

std::optional<ForbiddenUse> first_directive(std::string_view code, const std::string& bare) {
  const std::vector<std::string> lines = lines_of(code);
  const std::vector<std::string> bare_lines = lines_of(bare);
  for (std::size_t i = 0; i < bare_lines.size(); ++i) {
    if (!trimmed(bare_lines[i]).starts_with('#')) continue;
    const std::string directive = trimmed(lines[i]).substr(0, kDirectiveMax);
    const std::string why = why_not(directive);
    if (!why.empty()) return ForbiddenUse{static_cast<int>(i) + 1, directive, directive, why};
  }
  return {};
}

// Walks over the words of an answer and keeps the first that may not be there.
class WordReader {
 public:
  WordReader(std::string_view code, std::string_view bare)
      : code_(code), tokens_(tokens_of(bare)) {}

  std::optional<ForbiddenUse> first() {
    for (std::size_t i = 0; i < tokens_.size() && !found_; ++i) read(i);
    return found_;
  }

 private:
  std::string_view text(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text : ""; }

  void found(std::size_t i, std::string what, const char* why) {
    found_ = use_at(code_, tokens_[i].at, std::move(what), why);
  }

  void read(std::size_t i) {
    const std::string_view word = text(i);
    const auto listed = words().find(word);
    if (listed != words().end()) return found(i, listed->first, listed->second);
    const bool capital =
        word.size() > 1 && word[0] == '_' && std::isupper(static_cast<unsigned char>(word[1])) != 0;
    if (capital || word.find("__") != std::string_view::npos) {
      return found(i, std::string(word),
                   "Names with '__', or with '_' and a capital, are reserved.");
    }
    if (word == "namespace") read_namespace(i);
    if (word == "template") read_specialisation(i);
    if (word == "[" && text(i + 1) == "[") read_attribute(i);
    if (word == "operator" && (text(i + 1) == "new" || text(i + 1) == "delete")) {
      found(i, "operator " + std::string(text(i + 1)), "Memory is not the exercise.");
    }
  }

  // "using namespace std" is fine.
  void read_namespace(std::size_t i) {
    if (i > 0 && text(i - 1) == "using") return;
    if (text(i + 2) == "=") return found(i, "a namespace's second name", "Name it itself.");
    std::size_t name = i + 1;
    while (text(name) == "::" || text(name) == "inline") ++name;
    if (text(name) == "std") found(i, "namespace std", "An answer adds nothing to namespace std.");
  }

  // template <> struct Own<...> and template <> struct std::hash<...> are fine.
  void read_specialisation(std::size_t i) {
    if (text(i + 1) != "<" || text(i + 2) != ">") return;
    const bool type = text(i + 3) == "struct" || text(i + 3) == "class";
    const bool hash = text(i + 4) == "std" && text(i + 5) == "::" && text(i + 6) == "hash";
    if (type && (hash || text(i + 5) == "<")) return;
    for (std::size_t n = i + 3; n < tokens_.size() && text(n) != ";" && text(n) != "{"; ++n) {
      if (text(n) == "std" && text(n + 1) == "::") {
        return found(i, "template <>",
                     "Of the standard library only std::hash may be specialised here.");
      }
    }
  }

  // [[nodiscard]] and the like are fine, [[gnu::no_sanitize("thread")]] is not.
  void read_attribute(std::size_t i) {
    static const std::set<std::string, std::less<>> standard = {
        "nodiscard",  "maybe_unused",      "noreturn", "fallthrough", "likely", "unlikely",
        "deprecated", "no_unique_address", ",",        "(",           ")"};
    for (std::size_t n = i + 2; n < tokens_.size() && text(n) != "]"; ++n) {
      if (standard.contains(text(n))) continue;
      return found(i, "[[" + std::string(text(n)),
                   "Only attributes of the standard are allowed in an answer.");
    }
  }

  std::string_view code_;
  std::vector<Token> tokens_;
  std::optional<ForbiddenUse> found_;
};

// In a comment, too: to the compiler, the next line is a part of it.
std::optional<ForbiddenUse> first_spliced_line(std::string_view code) {
  for (std::size_t at = code.find('\\'); at != code.npos; at = code.find('\\', at + 1)) {
    const std::size_t next = code.find_first_not_of(" \t\r\v\f", at + 1);
    if (next == code.npos || code[next] != '\n') continue;
    return use_at(code, at, "\\", "A line of an answer does not go on in the next line.");
  }
  return {};
}

// Digraphs, trigraphs, and pasted words.
std::optional<ForbiddenUse> first_disguise(std::string_view code, std::string_view bare) {
  for (std::size_t at = 0; at + 1 < bare.size(); ++at) {
    const std::string_view two = bare.substr(at, 2);
    const bool colon = two == "<:" && bare.substr(at + 2, 1) != ":";
    if (colon || two == "%:" || two == ":>" || two == "<%" || two == "%>" || two == "??") {
      return use_at(code, at, std::string(two), "Write the character itself.");
    }
    if (two == "##") return use_at(code, at, "##", "An answer defines no macros.");
    if (bare[at] == '\\') return use_at(code, at, "\\", "Outside of strings it has no place here.");
  }
  return {};
}

// A line that nobody reads. The compiler's words about it would be as long.
std::optional<ForbiddenUse> first_long_line(std::string_view code) {
  const std::vector<std::string> lines = lines_of(code);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].size() <= kColumnsMax) continue;
    return ForbiddenUse{static_cast<int>(i) + 1, "a line of more than 1000 columns", "",
                        "Break it where it can be read."};
  }
  return {};
}

// What the compiler might read otherwise than we do.
std::optional<ForbiddenUse> first_strange_byte(std::string_view code, const std::string& bare) {
  const std::size_t nul = code.find('\0');
  if (nul != std::string_view::npos) return ForbiddenUse{1, "a zero byte", "", "This is no text."};
  for (std::size_t at = 0; at < bare.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bare[at]);
    const bool plain = byte < 0x80 && (byte >= ' ' || byte == '\n' || byte == '\t' || byte == '\r');
    if (!plain) {
      return use_at(code, at, "a character that is not ASCII",
                    "Outside comments and strings an answer is plain ASCII.");
    }
  }
  return {};
}

}  // namespace

std::optional<ForbiddenUse> first_not_gradable(std::string_view code) {
  if (code.starts_with("\xEF\xBB\xBF")) code.remove_prefix(3);  // Some editors begin a file so.
  if (const auto use = first_long_line(code)) return use;
  const std::string bare = code_only(code);
  std::optional<ForbiddenUse> first;
  const auto take = [&first](const std::optional<ForbiddenUse>& use) {
    if (use && (!first || use->line < first->line)) first = use;
  };
  take(first_strange_byte(code, bare));
  take(first_directive(code, bare));
  take(first_spliced_line(code));
  take(first_disguise(code, bare));
  take(WordReader(code, bare).first());
  return first;
}

}  // namespace workbook
