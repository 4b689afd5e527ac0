// The workbook's own text files, for tests that read them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

struct SourceFile {
  std::filesystem::path path;  // From the workbook's root.
  std::vector<std::string> lines;

  bool is_cpp() const;                     // C++ of any kind.
  bool is_header() const;                  // A C++ header.
  bool is_code() const;                    // C++, CMake, or shell.
  bool is_stub() const;                    // A header as a student gets it.
  std::string at(std::size_t line) const;  // "tool/main.cpp:12", for a line counted from 0.
};

// The root of the workbook.
std::filesystem::path workbook_root();

// Every text file but those that a build or a student makes. What a student edits is left out: the
// stub is looked at where it is kept as it was given out.
std::vector<SourceFile> source_files();
