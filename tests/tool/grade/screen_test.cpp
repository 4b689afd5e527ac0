#include "grade/screen.hpp"

#include <gtest/gtest.h>

#include "gate/variant.hpp"
#include "text.hpp"
#include "workbook.hpp"

namespace workbook {
namespace {

// The line in which something is found, or 0.
int line_of(std::string_view code) {
  const auto use = first_not_gradable(code);
  return use ? use->line : 0;
}

void expect_found(const std::string& line) {
  EXPECT_EQ(line_of("#pragma once\n" + line + "\nint n;\n"), 2) << line;
}

void expect_fine(const std::string& line) { EXPECT_EQ(line_of(line + "\n"), 0) << line; }

TEST(Screen, TheWorkbooksOwnAnswersAreGradable) {
  const Workbook workbook = load_workbook(WORKBOOK_SOURCE_FOLDER);
  for (const Variant& variant : all_variants(workbook)) {
    const auto use = first_not_gradable(read_file(workbook.root / variant.file));
    if (use) ADD_FAILURE() << variant.file << ":" << use->line << ": " << use->found;
  }
}

TEST(Screen, WhatReachesForTheTestsIsFound) {
  expect_found("namespace testing { }");
  expect_found("namespace under_test { }");
  expect_found("void f() { interleave::together(); }");
  expect_found("#define EXPECT_EQ(a, b)");
  expect_found("#define private public");
  expect_found("#undef EXPECT_EQ");
  expect_found("extern \"C\" int pthread_mutex_lock(void*);");
  expect_found("extern \"C\" const char* __tsan_default_options() { return \"\"; }");
  expect_found("void* operator new(std::size_t);");
  expect_found("[[gnu::no_sanitize(\"thread\")]] void f();");
  expect_found("[ [ gnu::constructor ] ] void f();");
  expect_found("__attribute__((constructor)) void f();");
}

TEST(Screen, WhatChangesTheStandardLibraryIsFound) {
  expect_found("namespace std { }");
  expect_found("namespace /* a comment */ std { }");
  expect_found("inline namespace std { }");
  expect_found("namespace s = std;");
  expect_found("template <> bool std::operator==<char>(const std::string&, const std::string&);");
  expect_fine("template <> struct std::hash<Key> {};");
  expect_fine("template <> struct Key<std::string> {};");
  expect_fine("using namespace std;");
}

TEST(Screen, IncludesComeFromAList) {
  expect_found("#include \"../../solutions/part1/1_journal/journal.hpp\"");
  expect_found("#include \"solutions/part1/1_journal/journal.hpp\"");
  expect_found("#include </dev/zero>");
  expect_found("#include \"/dev/zero\"");
  expect_found("#include <fstream>");
  expect_found("#include /* here */ <fstream>");
  expect_found("%:include <fstream>");
  expect_found("#inc\\\nlude <fstream>");
  expect_found("/* */ #include <fstream>");
  expect_found("#include \"provided/../solutions/x.hpp\"");
  expect_found("#include_next <vector>");
  expect_found("#import <vector>");
  expect_found("#if __has_include(\"solutions/x.hpp\")");
  expect_fine("#include <mutex>  // For the lock.");
  expect_fine("#include \"provided/network.hpp\"");
}

TEST(Screen, TheCompilersOwnDoorsAreShut) {
  expect_found("# 1 \"/usr/include/x.h\"");
  expect_found("#line 1 \"x.h\"");
  expect_found("#pragma GCC optimize(\"O0\")");
  expect_found("_Pragma(\"GCC poison x\")");
  expect_found("asm(\".incbin \\\"/etc/passwd\\\"\");");
  expect_found("int n = __LINE__;");
  expect_found("const char* f = __FILE__;");
  expect_found("int x; // a comment that goes on \\\nasm");
  expect_found("// To the compiler no comment begins here: \\\n/*\nint n;\n// */");
}

TEST(Screen, WhatDiffersFromRunToRunIsFound) {
  expect_found("bool graded = std::getenv(\"WORKBOOK_GRADED\") != nullptr;");
  expect_found("std::random_device random;");
}

// Each of these makes a reader that is too simple overlook the rest of the line.
TEST(Screen, QuotesHideNothing) {
  expect_found("wchar_t c = L'\"'; namespace std { } wchar_t d = L'\"';");
  expect_found("char c = '\\''; namespace std { } char d = '\\'';");
  expect_found("int n = 1'000; namespace std { } int m = 1'000;");
  expect_found("auto s = uR\"(\")\"; namespace std { }");
  expect_fine("const char* words = \"namespace std { }\";  // namespace std { }");
}

// A reader that calls itself for each character would use up its stack.
TEST(Screen, LongFilesAreRead) {
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += "          \n";
  EXPECT_EQ(line_of("template <> void f" + lines + "();\nasm"), 20'002);
  EXPECT_EQ(line_of(std::string(250'000, 'a')), 1);
  EXPECT_EQ(line_of("namespace" + lines + "std { }"), 1);
}

TEST(Screen, OnlyTextIsRead) {
  EXPECT_NE(line_of(std::string_view("int n;\0", 7)), 0);
  EXPECT_NE(line_of("int \xFF;\n"), 0);
  EXPECT_EQ(line_of("\xEF\xBB\xBF#pragma once\r\nint n;\r\n"), 0);
  EXPECT_EQ(line_of(""), 0);
}

}  // namespace
}  // namespace workbook
