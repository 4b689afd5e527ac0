#include "grade/screen.hpp"

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "text.hpp"

namespace workbook {

namespace {

struct Rule {
  std::regex pattern;  // Of the whole code, comments and strings aside: \s goes over line ends.
  const char* why;
};

const std::vector<Rule>& rules() {
  constexpr const char* kTests = "An answer says nothing to the tests.";
  constexpr const char* kReserved = "Names with '__', or with '_' and a capital, are reserved.";
  constexpr const char* kFiles = "An answer needs neither files, nor processes, nor the system.";
  static const std::vector<Rule> all = {
      {std::regex(R"(%:|\?\?[=/'()!<>-]|<:(?!:)|:>|<%|%>)"), "Write the character itself."},
      {std::regex(R"(##)"), "An answer defines no macros."},
      {std::regex(R"(\b\w*__\w*|\b_[A-Z]\w*)"), kReserved},
      {std::regex(R"(\basm\b)"), "Answers are written in C++."},
      {std::regex(R"(\bextern\b)"), "An answer is one header and refers to nothing outside it."},
      {std::regex(R"(\b(testing|under_test|interleave|workbook_test)\b)"), kTests},
      {std::regex(R"(\bnamespace\s+\w+\s*=)"), "Name the namespace itself."},
      {std::regex(R"(\boperator\s*(new|delete)\b)"), "Memory is not the exercise."},
      {std::regex(R"(\btemplate\s*<\s*>(?!\s*(struct|class)\s+(std\s*::\s*hash\s*<|\w+\s*<)))"
                  R"([^;{]*\bstd\s*::)"),
       "Of the standard library only std::hash may be specialised here."},
      {std::regex(R"(\b(getenv|secure_getenv|setenv|unsetenv|putenv|environ|clearenv)\b)"),
       "What an answer does may not depend on the environment."},
      {std::regex(R"(\brandom_device\b)"),
       "A verdict is the same tomorrow: take provided/random.hpp, and a seed."},
      {std::regex(R"(\b([io]?fstream|filebuf|fopen|freopen|fdopen|popen|dlopen|dlsym|syscall)\b)"),
       kFiles},
      {std::regex(R"(\b(ptrace|mprotect|mmap|vfork|execve?|execvp|posix_spawnp?|prctl)\b)"),
       kFiles},
      {std::regex(R"(\b(quick_exit|at_quick_exit|_exit|atexit|longjmp|sigaction)\b)"),
       "A function of an answer ends by returning or by throwing."},
  };
  return all;
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
    const std::string directive = trimmed(lines[i]);
    const std::string why = why_not(directive);
    if (!why.empty()) return ForbiddenUse{static_cast<int>(i) + 1, directive, directive, why};
  }
  return {};
}

// [[nodiscard]] and the like are fine, [[gnu::no_sanitize("thread")]] is not.
std::optional<ForbiddenUse> first_attribute(std::string_view code, const std::string& bare) {
  static const std::regex attribute(R"(\[\s*\[([^\]]*))");
  static const std::regex standard(
      R"(\s*((nodiscard|maybe_unused|noreturn|fallthrough|likely|unlikely|deprecated)"
      R"(|no_unique_address)\s*(\(\s*\))?\s*,?\s*)*)");
  for (std::sregex_iterator it(bare.begin(), bare.end(), attribute), end; it != end; ++it) {
    if (std::regex_match((*it)[1].str(), standard)) continue;
    return use_at(code, static_cast<std::size_t>(it->position()), it->str(),
                  "Only attributes of the standard are allowed in an answer.");
  }
  return {};
}

// `namespace std`, where it is not "using namespace std".
std::optional<ForbiddenUse> first_namespace(std::string_view code, const std::string& bare) {
  static const std::regex opened(R"((using\s+)?\bnamespace\s+(inline\s+)?(::\s*)?std\b)");
  for (std::sregex_iterator it(bare.begin(), bare.end(), opened), end; it != end; ++it) {
    if ((*it)[1].matched) continue;
    return use_at(code, static_cast<std::size_t>(it->position()), it->str(),
                  "An answer adds nothing to namespace std.");
  }
  return {};
}

// In a comment, too: to the compiler, the next line is a part of it.
std::optional<ForbiddenUse> first_spliced_line(std::string_view code) {
  for (std::size_t at = code.find('\\'); at != std::string_view::npos;
       at = code.find('\\', at + 1)) {
    const std::size_t next = code.find_first_not_of(" \t\r\v\f", at + 1);
    if (next == std::string_view::npos || code[next] != '\n') continue;
    return use_at(code, at, "\\", "A line of an answer does not go on in the next line.");
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
  std::string bare = code_only(code);
  std::optional<ForbiddenUse> first;
  const auto take = [&first](const std::optional<ForbiddenUse>& use) {
    if (use && (!first || use->line < first->line)) first = use;
  };
  take(first_spliced_line(code));
  take(first_strange_byte(code, bare));
  take(first_directive(code, bare));
  take(first_attribute(code, bare));
  take(first_namespace(code, bare));
  for (const Rule& rule : rules()) {
    // A name in a directive was looked at above; what goes on in the next line was not.
    std::smatch found;
    if (!std::regex_search(bare, found, rule.pattern)) continue;
    take(use_at(code, static_cast<std::size_t>(found.position()), found.str(), rule.why));
  }
  return first;
}

}  // namespace workbook
