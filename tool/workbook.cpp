#include "workbook.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <regex>

#include "errors.hpp"
#include "nearest_name.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;
using nlohmann::json;

std::string Exercise::key() const {
  std::string key = id;
  for (char& c : key) c = c == '.' ? '_' : c;
  return key;
}

std::string Exercise::folder_name() const { return id.substr(id.find('.') + 1) + "_" + name; }

fs::path Exercise::folder() const { return fs::path(part) / folder_name(); }

fs::path Exercise::kept_stub() const {
  return fs::path("tests") / part / "stubs" / (folder_name() + ".hpp");
}

fs::path Exercise::solution_header() const { return "solutions" / folder() / header; }

fs::path Exercise::test() const { return fs::path("tests") / part / (folder_name() + "_test.cpp"); }

fs::path Exercise::mistakes() const {
  return fs::path("tests") / part / "mistakes" / folder_name();
}

fs::path Exercise::alternatives() const {
  return fs::path("tests") / part / "alternatives" / folder_name();
}

std::vector<Exercise> Workbook::exercises() const {
  std::vector<Exercise> all;
  for (const Part& part : parts) {
    all.insert(all.end(), part.exercises.begin(), part.exercises.end());
  }
  return all;
}

namespace {

bool lies_in(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

// Whether it is meant as a number, such as 2.1: then the nearest name is a guess and no help.
bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789.") == std::string_view::npos;
}

[[noreturn]] void throw_unknown(std::string_view text, const std::vector<Exercise>& exercises) {
  if (is_number(text)) {
    throw CannotTell(
        fmt::format("There is no exercise {} yet. All that there are: ./workbook list", text));
  }
  std::vector<std::string> names;
  for (const Exercise& exercise : exercises) {
    names.push_back(exercise.name);
    names.push_back(exercise.id);
  }
  const std::string nearest = nearest_name(text, names);
  throw CannotTell(fmt::format("There is no exercise '{}'.{} All of them: ./workbook list", text,
                               nearest.empty() ? "" : " Did you mean " + nearest + "?"));
}

Forbidden read_forbidden(const json& from) {
  return {from.value("name", ""), from.value("pattern", ""), from.at("why")};
}

Exercise read_exercise(const json& from, const std::string& part) {
  Exercise exercise;
  exercise.part = part;
  from.at("id").get_to(exercise.id);
  from.at("name").get_to(exercise.name);
  from.at("header").get_to(exercise.header);
  from.at("title").get_to(exercise.title);
  from.at("points").get_to(exercise.points);
  exercise.passes_as_given = from.value("passes_as_given", false);
  from.at("concepts").get_to(exercise.concepts);
  from.at("rules").get_to(exercise.rules);
  exercise.uses = from.value("uses", exercise.uses);
  for (const json& one : from.value("forbidden", json::array())) {
    exercise.forbidden.push_back(read_forbidden(one));
  }
  return exercise;
}

Part read_part(const json& from) {
  Part part;
  from.at("number").get_to(part.number);
  from.at("folder").get_to(part.folder);
  from.at("title").get_to(part.title);
  for (const json& exercise : from.at("exercises")) {
    part.exercises.push_back(read_exercise(exercise, part.folder));
  }
  return part;
}

[[noreturn]] void throw_broken(const std::string& what) {
  throw CannotTell(fmt::format(
      "workbook.json is broken: {}.\nGet it back with: git checkout workbook.json", what));
}

void throw_if_inconsistent(const Exercise& exercise, const std::vector<std::string>& ids_before) {
  for (const std::string& id : exercise.uses) {
    if (std::find(ids_before.begin(), ids_before.end(), id) != ids_before.end()) continue;
    throw_broken(fmt::format("{} uses {}, which is no exercise before it", exercise.id, id));
  }
  for (const Forbidden& one : exercise.forbidden) {
    if (one.name.empty() == one.pattern.empty()) {
      throw_broken(fmt::format("{} forbids something that has not one of both, a name or a pattern",
                               exercise.id));
    }
    if (one.why.empty()) {
      throw_broken(
          fmt::format("{} does not say why it forbids {}{}", exercise.id, one.name, one.pattern));
    }
    try {
      std::regex pattern(one.pattern);
    } catch (const std::regex_error&) {
      throw_broken(
          fmt::format("{} forbids '{}', which is no regular expression", exercise.id, one.pattern));
    }
  }
}

void throw_if_inconsistent(const Workbook& workbook) {
  std::vector<std::string> ids;
  for (const Exercise& exercise : workbook.exercises()) {
    throw_if_inconsistent(exercise, ids);
    ids.push_back(exercise.id);
  }
}

// Says where in workbook.json reading stopped; the library's own text has a code in front.
std::string without_code(const std::string& what) {
  const std::size_t end = what.find("] ");
  return end == std::string::npos ? what : what.substr(end + 2);
}

}  // namespace

Exercise Workbook::find(std::string_view text) const {
  const std::vector<Exercise> all = exercises();
  const fs::path path = fs::weakly_canonical(text);
  for (const Exercise& exercise : all) {
    if (text == exercise.id || text == exercise.name || text == exercise.folder_name() ||
        text == exercise.id + "_" + exercise.name ||
        lies_in(path, fs::weakly_canonical(root / exercise.folder()))) {
      return exercise;
    }
  }
  throw_unknown(text, all);
}

Workbook load_workbook(const fs::path& root) {
  const std::string text = read_file(root / "workbook.json");
  try {
    const json from = json::parse(text);
    Workbook workbook;
    workbook.root = root;
    from.at("title").get_to(workbook.title);
    workbook.partial_credit = from.value("partial_credit", false);
    for (const json& part : from.at("parts")) workbook.parts.push_back(read_part(part));
    throw_if_inconsistent(workbook);
    return workbook;
  } catch (const json::exception& error) {
    throw_broken(without_code(error.what()));
  }
}

fs::path find_root() {
  if (const char* root = std::getenv("WORKBOOK_ROOT")) return root;
  for (fs::path folder = fs::current_path();; folder = folder.parent_path()) {
    if (fs::exists(folder / "workbook.json")) return folder;
    if (folder == folder.root_path()) break;
  }
  throw CannotTell("workbook.json is not here, nor in a folder above. Start ./workbook instead.");
}

}  // namespace workbook
