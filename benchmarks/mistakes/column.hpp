// The three ways to look for a mistake, and what each came to.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "gate/variant.hpp"
#include "mistakes/run_once.hpp"

namespace mistakes {

enum Way { kPlain, kSanitized, kExplorer };
inline constexpr std::array<Way, 3> kWays = {kPlain, kSanitized, kExplorer};

// A mistake is sought until it is caught, or for `runs_max` runs; the explorer runs once.
struct Find {
  bool caught = false;
  bool could_not_tell = false;  // A program could not be run: no figure of this row counts.
  int runs = 0;                 // Up to the one that caught it, and with it.
  Times times;                  // Of all of these.
  std::string how;              // "check: nothing is lost", "lost wake-up in Journal.Keeps"
};

struct Row {
  workbook::Variant variant;
  std::array<Find, kWays.size()> finds;  // One for each way.

  bool is_mistake() const { return variant.kind == workbook::VariantKind::kMistake; }
  const Find& operator[](Way way) const { return finds[way]; }
};

// Looks for a mistake in the programs of one variant.
class Search {
 public:
  // The ordinary programs are in `programs`, the explorer's in `tests`.
  Search(std::filesystem::path root, std::filesystem::path programs, std::filesystem::path tests,
         int runs_max)
      : root_(std::move(root)),
        programs_(std::move(programs)),
        tests_(std::move(tests)),
        runs_max_(runs_max) {}

  Row row(const workbook::Variant& variant) const;

 private:
  Find by_repetition(const std::string& program) const;
  Find by_exploration(const workbook::Variant& variant) const;

  std::filesystem::path root_;
  std::filesystem::path programs_;
  std::filesystem::path tests_;
  int runs_max_;
};

}  // namespace mistakes
