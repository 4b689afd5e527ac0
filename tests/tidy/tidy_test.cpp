// Holds the written rules of the house. Each test names every place that breaks its rule.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "tidy/source_files.hpp"

namespace {

constexpr std::size_t kLinesMax = 400;
constexpr std::size_t kFunctionLinesMax = 70;
constexpr std::size_t kColumnsMax = 100;

// Fails once for each place: a list reads better than the first alone.
void expect_none(const std::vector<std::string>& places, const std::string& rule) {
  for (const std::string& place : places) ADD_FAILURE() << place << ": " << rule;
}

// Characters, not bytes: UTF-8 continuation bytes do not count.
std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

int brace_change(const std::string& line) {
  static const std::regex text_and_comments(R"("(\\.|[^"\\])*"|'(\\.|[^'\\])*'|//.*)");
  const std::string code = std::regex_replace(line, text_and_comments, "");
  return static_cast<int>(std::count(code.begin(), code.end(), '{') -
                          std::count(code.begin(), code.end(), '}'));
}

// A line that opens something that holds functions, rather than being one.
bool opens_a_scope(const std::string& line) {
  static const std::regex scope(
      R"(^\s*((inline )?(namespace|class|struct|enum|union)\b|extern "C" ).*)");
  return std::regex_match(line, scope);
}

// Where functions that are too long start. A function is an outermost block in braces that is no
// namespace, class, struct or enum.
std::vector<std::string> long_functions(const SourceFile& file) {
  std::vector<std::string> places;
  std::vector<bool> in_function = {false};  // One entry for each open brace.
  std::size_t start = 0;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const int change = brace_change(file.lines[i]);
    for (int n = 0; n < change; ++n) {
      const bool inside = in_function.back();
      if (!inside) start = i;
      in_function.push_back(inside || !opens_a_scope(file.lines[i]));
    }
    for (int n = 0; n > change && in_function.size() > 1; --n) {
      const bool was_inside = in_function.back();
      in_function.pop_back();
      if (was_inside && !in_function.back() && i - start + 1 > kFunctionLinesMax) {
        places.push_back(file.at(start));
      }
    }
  }
  return places;
}

// True for a line that declares something in a namespace: it starts in the first column.
bool declares(const std::string& line) {
  static const std::regex declaration(
      R"(^(class|struct|enum class) \w+.*\{)"
      R"(|^(?!return|using|template|namespace|#)[A-Za-z_].*\w\(.*)");
  return std::regex_match(line, declaration) && !line.starts_with("//");
}

// A declaration is documented by a comment above it, or shares that of the one just above.
bool documented(const SourceFile& file, std::size_t i) {
  if (i == 0) return false;
  const std::string& above = file.lines[i - 1];
  if (above.starts_with("template")) return documented(file, i - 1);
  return above.starts_with("//") ||
         (!above.empty() && above[0] != '#' && above != "}" && !above.starts_with("namespace"));
}

TEST(Tidy, FilesAreShort) {
  std::vector<std::string> places;
  for (const SourceFile& file : source_files()) {
    if (file.is_code() && file.lines.size() > kLinesMax) places.push_back(file.path.string());
  }
  expect_none(places, "more than 400 lines: find the part that can stand alone");
}

TEST(Tidy, FunctionsAreShort) {
  for (const SourceFile& file : source_files()) {
    if (file.is_cpp()) expect_none(long_functions(file), "more than 70 lines");
  }
}

TEST(Tidy, LinesAreShort) {
  std::vector<std::string> places;
  for (const SourceFile& file : source_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (file.is_code() && columns(file.lines[i]) > kColumnsMax) places.push_back(file.at(i));
    }
  }
  expect_none(places, "more than 100 columns");
}

TEST(Tidy, WhiteSpaceIsPlain) {
  std::vector<std::string> places;
  for (const SourceFile& file : source_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string& line = file.lines[i];
      const bool ends_in_space = !line.empty() && (line.back() == ' ' || line.back() == '\r');
      if (file.is_code() && (ends_in_space || line.find('\t') != std::string::npos)) {
        places.push_back(file.at(i));
      }
    }
  }
  expect_none(places, "a tab, or white space at the end");
}

TEST(Tidy, OnlyStubsHaveWorkLeftToDo) {
  const std::string word = std::string("TO") + "DO";
  std::vector<std::string> places;
  for (const SourceFile& file : source_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (file.is_code() && !file.is_stub() && file.lines[i].find(word) != std::string::npos) {
        places.push_back(file.at(i));
      }
    }
  }
  expect_none(places, "this word is for students");
}

TEST(Tidy, NoPathOfOneMachine) {
  static const std::regex path(R"((^|[^\w.}>-])/(work|home|root|Users|usr/local)/\w)");
  std::vector<std::string> places;
  for (const SourceFile& file : source_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (std::regex_search(file.lines[i], path)) places.push_back(file.at(i));
    }
  }
  expect_none(places, "a path that other machines do not have");
}

TEST(Tidy, HeadersAreIncludedOnceAndLeaveNamesAlone) {
  std::vector<std::string> places;
  for (const SourceFile& file : source_files()) {
    if (!file.is_header()) continue;
    const auto has = [&](const std::string& line) {
      return std::find(file.lines.begin(), file.lines.end(), line) != file.lines.end();
    };
    const bool uses_namespace =
        std::any_of(file.lines.begin(), file.lines.end(),
                    [](const std::string& line) { return line.starts_with("using namespace"); });
    if (!has("#pragma once") || uses_namespace) places.push_back(file.path.string());
  }
  expect_none(places, "no #pragma once, or a 'using namespace'");
}

TEST(Tidy, PublicHeadersAreDocumented) {
  std::vector<std::string> places;
  for (const SourceFile& file : source_files()) {
    if (!file.path.string().starts_with("interleave/include/")) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (declares(file.lines[i]) && !documented(file, i)) places.push_back(file.at(i));
    }
  }
  expect_none(places, "a public declaration without a comment");
}

}  // namespace
