#include "grade/judge.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <regex>
#include <set>

#include "build.hpp"
#include "compiler_output.hpp"
#include "errors.hpp"
#include "forbidden.hpp"
#include "grade/hash.hpp"
#include "grade/screen.hpp"
#include "process.hpp"
#include "report.hpp"
#include "test_program.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDetailsMax = 32 * 1024;
constexpr std::size_t kCompilerLinesMax = 40;
constexpr std::size_t kCompilerColumnsMax = 400;
constexpr std::chrono::seconds kNinjaMax{60};
constexpr std::chrono::seconds kCompileCpuMax{60};
constexpr std::chrono::seconds kTestsCpuMax{180};
constexpr std::size_t kCompileBytesMax = std::size_t{3} << 30;
// The explorer reserves much more than it uses.
constexpr std::size_t kTestsBytesMax = std::size_t{16} << 30;
constexpr int kPatienceMax = 3;  // How often, and how many times longer, what hung is tried.

// Stands in the commands for the folder of one answer.
constexpr std::string_view kWork = "@work@";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// The build of everything names the solution's program, the student's build the student's.
bool is_build_of_everything(const fs::path& folder) { return fs::exists(folder / "mistakes.txt"); }

std::string new_secret() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

Judgement could_not_tell(std::string reason) {
  Judgement judgement;
  judgement.verdict = Verdict::kUnknown;
  judgement.reason = std::move(reason);
  return judgement;
}

Judgement tampered(std::string reason) {
  Judgement judgement;
  judgement.verdict = Verdict::kTampered;
  judgement.reason = std::move(reason);
  judgement.flags.push_back("tampered: look at this answer yourself");
  return judgement;
}

// What a program reported, once the lines that are not its own are sorted out.
struct Told {
  ReportReader reader;
  bool ended = false;
  bool comparisons_work = true;
  bool forged = false;  // Something else wrote to the report.

  Told(const std::string& report, const std::string& secret) {
    for (const std::string& line : lines_of(report)) {
      if (!line.starts_with(secret + " ")) {
        forged = forged || !line.empty();
        continue;
      }
      const std::string text = line.substr(secret.size() + 1);
      const auto json = nlohmann::json::parse(text, nullptr, false);
      if (json.is_object() && json.value("event", "") == "end") {
        ended = true;
        comparisons_work = json.value("comparisons_work", false);
      } else {
        reader.add(text + "\n");
      }
    }
  }
};

// The compiler's first error in a sentence, and the beginning of all that it said.
Judgement judge_compiler_output(const Exercise& exercise, const std::string& output) {
  Judgement judgement;
  judgement.verdict = Verdict::kDoesNotCompile;
  judgement.reason = "The compiler does not accept it.";
  std::string short_lines;  // Of those that a template makes, the beginning is enough.
  for (const std::string& line : lines_of(output)) {
    short_lines += line.substr(0, kCompilerColumnsMax) + "\n";
  }
  if (const auto error = first_error(short_lines, exercise.header)) {
    const std::string why = reason_for(*error);
    judgement.reason = printable(fmt::format("{}:{}: {}", fs::path(error->file).filename().string(),
                                             error->line, error->message),
                                 kDetailsMax);
    if (!why.empty()) judgement.reason += "\n" + why;
  }
  const std::vector<std::string> lines = lines_of(output);
  for (std::size_t i = 0; i < std::min(lines.size(), kCompilerLinesMax); ++i) {
    judgement.details += printable(lines[i], kCompilerColumnsMax) + "\n";
  }
  return judgement;
}

GradedTest graded(const TestReport& test) {
  GradedTest graded;
  graded.name = test.test;
  graded.verdict = test.verdict;
  graded.seen = test.seen;
  if (test.passed()) return graded;
  graded.headline = printable(trimmed(test.headline), kDetailsMax);
  graded.story = printable(test.story, kDetailsMax);
  return graded;
}

}  // namespace

Judgement judge_unbuilt(const Workbook& workbook, const Exercise& exercise,
                        const std::string& answer) {
  Judgement judgement;
  if (trimmed(answer) == trimmed(read_file(workbook.root / exercise.kept_stub())) &&
      !exercise.passes_as_given) {
    judgement.verdict = Verdict::kNotWritten;
    judgement.reason = "The file is as it was given out.";
    return judgement;
  }
  std::optional<ForbiddenUse> use = first_not_gradable(answer);
  if (!use) use = first_forbidden(answer, exercise.forbidden);
  if (!use) return judgement;
  judgement.verdict = Verdict::kForbidden;
  judgement.reason = printable(fmt::format("{}:{}: {} is not allowed here. {}", exercise.header,
                                           use->line, use->found, use->why),
                               kDetailsMax);
  judgement.details = printable(use->text, kDetailsMax);
  return judgement;
}

ExerciseJudge::ExerciseJudge(const Workbook& workbook, const Exercise& exercise,
                             Isolation isolation)
    : exercise_(exercise),
      isolation_(isolation),
      root_(workbook.root),
      build_folder_(grade_build_folder(workbook)) {
  read_commands(workbook);
}

void ExerciseJudge::read_commands(const Workbook& workbook) {
  const bool everything = is_build_of_everything(build_folder_);
  const std::string target = (everything ? "solution." : "student.") + exercise_.key();
  const fs::path includes = workbook.root / (everything ? "solutions" : "") / exercise_.folder();
  std::vector<std::string> needed = {"ready"};
  const std::string tests = "tests/interfaces/" + exercise_.part + "/" + exercise_.folder_name();
  if (fs::exists(workbook.root / (tests + ".cpp"))) needed.push_back("tests." + exercise_.key());
  const Built built = build(workbook.root, build_folder_, needed);
  if (!built.ok) {
    throw CannotTell(
        fmt::format("The tests of {} do not compile:\n{}", exercise_.id, built.output));
  }
  const Finished listed = workbook::run(
      {{"ninja", "-C", build_folder_.string(), "-t", "commands", target}, {}}, kNinjaMax);
  const std::string own = "CMakeFiles/" + target + ".dir/";
  const std::regex object(R"(CMakeFiles/)" + replaced(target, ".", "\\.") +
                          R"(\.dir/\S*?([^/\s]+\.o)\b)");
  std::uint64_t hash = kHashStart;
  for (const std::string& line : lines_of(listed.output)) {
    if (line.find(own) == std::string::npos) continue;
    std::string command = std::regex_replace(line, object, std::string(kWork) + "/$1");
    command = replaced(command, "-I" + includes.string() + " ",
                       fmt::format("-ffile-prefix-map={0}/answer/= -I{0}/answer ", kWork));
    command = replaced(command, " -o " + target + " ", fmt::format(" -o {}/program ", kWork));
    command = replaced(command, " -Werror ", " ");
    command = replaced(command, ": && ", "");
    command = replaced(command, " && :", "");
    commands_ += (commands_.empty() ? "" : " && ") + command;
  }
  if (commands_.empty()) {
    throw CannotTell(fmt::format("The build does not know {}. Start ./workbook once.", target));
  }
  readable_ = {workbook.root / "provided", workbook.root / "interleave" / "include",
               workbook.root / "tests" / "interfaces", workbook.root / "tests" / "support",
               build_folder_};
  for (const auto& entry : fs::directory_iterator(workbook.root / "tests" / exercise_.part)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && name.starts_with(exercise_.folder_name() + "_")) {
      readable_.push_back(entry.path());
    }
  }
  hash = hash_of(commands_, hash);
  hash = hash_of(workbook::run({{"g++", "--version"}, {}}, kNinjaMax).output, hash);
  reference_.tools = hash_of_tools(workbook, exercise_, build_folder_, hash);
}

struct ExerciseJudge::Compiled {
  bool ok = false;
  bool hung = false;
  std::string output;
};

ExerciseJudge::Compiled ExerciseJudge::compile(const std::string& answer,
                                               const fs::path& folder) const {
  fs::remove_all(folder);
  fs::create_directories(folder / "answer");
  write_file(folder / "answer" / exercise_.header, answer);
  BoxedCommand command;
  const std::string there = replaced(commands_, kWork, "'" + folder.string() + "'");
  command.words = {"/bin/sh", "-c", fmt::format("cd '{}' && {}", build_folder_.string(), there)};
  command.folder = folder;
  command.readable = readable_;
  command.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC",
                         "TMPDIR=" + folder.string()};
  command.cpu_max = kCompileCpuMax;
  command.memory_bytes_max = kCompileBytesMax;
  const BoxedRun run = run_in_box(isolation_, command);
  Compiled compiled;
  compiled.ok = run.ok() && fs::is_regular_file(folder / "program");
  compiled.hung = run.out_of_patience;
  compiled.output = replaced(run.output, folder.string() + "/answer/", "");
  for (const fs::path& path : {folder, root_}) {
    compiled.output = replaced(compiled.output, path.string() + "/", "");
  }
  return compiled;
}

BoxedRun ExerciseJudge::run(const fs::path& folder, const std::string& secret, int patience) const {
  BoxedCommand command;
  command.words = {(folder / "program").string(), "--gtest_brief=1"};
  command.folder = folder;
  command.may_write = false;
  command.readable = {build_folder_ / "interleave"};
  command.environment = {
      "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",         "TZ=UTC",
      "WORKBOOK_GRADED=1",  "INTERLEAVE_COLUMNS=100", "WORKBOOK_REPORT=/dev/fd/3"};
  command.secret = secret;
  command.cpu_max = kTestsCpuMax;
  command.wall_max *= patience;
  command.memory_bytes_max = kTestsBytesMax;
  return run_in_box(isolation_, command);
}

Judgement ExerciseJudge::judge_run(const BoxedRun& run, const std::string& secret) const {
  const Told told(run.report, secret);
  if (told.forged) return tampered("Something wrote to the report of the tests.");
  if (!told.comparisons_work) return tampered("The tests' comparisons were taken over.");
  TestRun tests;
  for (const auto& [index, test] : told.reader.tests()) tests.tests.push_back(test);
  Judgement judgement;
  judgement.planned = reference_.tests.empty() ? tests.tests.size() : reference_.tests.size();
  for (const TestReport& test : tests.tests) judgement.tests.push_back(graded(test));
  const bool planned_all = reference_.tests.empty() || told.reader.planned() == reference_.tests;
  if (told.reader.planned().empty() || !planned_all) {
    if (run.out_of_patience) return could_not_tell("The tests did not begin in time.");
    judgement.verdict = Verdict::kCrash;
    judgement.reason = run.out_of_time ? "It never got to the first test."
                                       : "The program ended before its first test.";
    return judgement;
  }
  if (const TestReport* test = first_not_passed(tests); test != nullptr) {
    judgement.verdict = test->verdict;
    judgement.reason = fmt::format("{}: {}", test->test, graded(*test).headline);
    judgement.details = graded(*test).story;
    return judgement;
  }
  if (run.out_of_patience) return could_not_tell("The tests did not end in time.");
  if (!told.ended || tests.tests.size() != judgement.planned) {
    judgement.verdict = run.out_of_time ? Verdict::kNeverEnds : Verdict::kCrash;
    judgement.reason = "The program ended before its last test.";
    return judgement;
  }
  for (const TestReport& test : tests.tests) {
    const auto found = reference_.schedules.find(test.test);
    if (found == reference_.schedules.end() || test.complete) continue;
    if (test.schedules * 2 >= found->second) continue;
    Judgement unsure =
        could_not_tell(fmt::format("{}: too little was seen: {}.", test.test, test.seen));
    unsure.planned = judgement.planned;
    unsure.tests = judgement.tests;
    return unsure;
  }
  judgement.verdict = Verdict::kPass;
  return judgement;
}

Judgement ExerciseJudge::judge_once(const fs::path& folder, int patience) const {
  const std::string secret = new_secret();
  return judge_run(run(folder, secret, patience), secret);
}

Judgement ExerciseJudge::judge(const std::string& answer, const fs::path& folder) const {
  const Compiled compiled = compile(answer, folder);
  if (compiled.hung) return could_not_tell("The compiler did not end in time.");
  if (!compiled.ok) return judge_compiler_output(exercise_, compiled.output);
  Judgement judgement;
  for (int patience = 1; patience <= kPatienceMax; ++patience) {
    judgement = judge_once(folder, patience);
    if (judgement.verdict != Verdict::kUnknown || !judgement.tests.empty()) break;
  }
  return judgement;
}

void ExerciseJudge::try_solution(const Workbook& workbook, const fs::path& folder) {
  const std::string solution = read_file(workbook.root / exercise_.solution_header());
  const Compiled compiled = compile(solution, folder);
  if (!compiled.ok) {
    throw CannotTell(fmt::format("The solution of {} does not compile here:\n{}", exercise_.id,
                                 last_lines(compiled.output, kCompilerLinesMax)));
  }
  const std::string secret = new_secret();
  const BoxedRun boxed = run(folder, secret, kPatienceMax);
  const Judgement judgement = judge_run(boxed, secret);
  if (judgement.verdict != Verdict::kPass) {
    throw CannotTell(fmt::format("The solution of {} does not pass here ({}): {}\n{}", exercise_.id,
                                 judgement.verdict, judgement.reason,
                                 last_lines(boxed.output, kCompilerLinesMax)));
  }
  const Told told(boxed.report, secret);
  reference_.tests = told.reader.planned();
  for (const auto& [index, test] : told.reader.tests()) {
    reference_.schedules[test.test] = test.schedules;
  }
}

}  // namespace workbook
