#include "gate/variant.hpp"

#include <algorithm>
#include <regex>

#include "errors.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

std::string word_for(VariantKind kind) {
  switch (kind) {
    case VariantKind::kStub:
      return "stub";
    case VariantKind::kSolution:
      return "solution";
    case VariantKind::kMistake:
      return "mistake";
    case VariantKind::kAlternative:
      return "alternative";
  }
  return "";
}

Variant variant(VariantKind kind, const Exercise& exercise, const fs::path& file,
                const std::string& phrase = "") {
  std::string target = word_for(kind) + "." + exercise.key();
  if (!phrase.empty()) target += "." + phrase;
  return {kind, exercise, phrase, file, target};
}

void add_folder(std::vector<Variant>& variants, VariantKind kind, const Exercise& exercise,
                const fs::path& root, const fs::path& folder) {
  if (!fs::exists(root / folder)) return;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(root / folder)) {
    if (entry.path().extension() == ".hpp") files.push_back(folder / entry.path().filename());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    variants.push_back(variant(kind, exercise, file, file.stem().string()));
  }
}

}  // namespace

std::string Variant::name() const {
  const std::string name = exercise.id + " " + word_for(kind);
  return phrase.empty() ? name : name + " " + phrase;
}

std::vector<Variant> all_variants(const Workbook& workbook) {
  std::vector<Variant> variants;
  for (const Exercise& exercise : workbook.exercises()) {
    variants.push_back(variant(VariantKind::kStub, exercise, exercise.kept_stub()));
    variants.push_back(variant(VariantKind::kSolution, exercise, exercise.solution_header()));
    add_folder(variants, VariantKind::kMistake, exercise, workbook.root, exercise.mistakes());
    add_folder(variants, VariantKind::kAlternative, exercise, workbook.root,
               exercise.alternatives());
  }
  return variants;
}

std::vector<std::string> expected_verdicts(std::string_view text, const std::string& file) {
  constexpr std::size_t kLinesMax = 10;
  const std::string_view word = "Verdict:";
  const std::vector<std::string> lines = lines_of(text);
  for (std::size_t i = 0; i < std::min(lines.size(), kLinesMax); ++i) {
    const std::size_t found = lines[i].find(word);
    if (!lines[i].starts_with("//") || found == std::string::npos) continue;
    std::vector<std::string> verdicts;
    std::string rest = lines[i].substr(found + word.size()) + ",";
    for (std::size_t comma; (comma = rest.find(',')) != std::string::npos;) {
      const std::string verdict = trimmed(rest.substr(0, comma));
      if (!verdict.empty()) verdicts.push_back(verdict);
      rest.erase(0, comma + 1);
    }
    return verdicts;
  }
  throw CannotTell(file + " has no line '// Verdict: ...' at its top.");
}

std::vector<std::string> marks_of(std::string_view text) {
  static const std::regex call("not_written\\(\"([^\"]+)\"");
  const std::string copy(text);
  std::vector<std::string> marks;
  for (std::sregex_iterator it(copy.begin(), copy.end(), call), end; it != end; ++it) {
    marks.push_back((*it)[1]);
  }
  return marks;
}

}  // namespace workbook
