// The command line behind ./workbook: reads the arguments and calls the command.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <exception>
#include <filesystem>
#include <thread>

#include "commands/commands.hpp"
#include "errors.hpp"
#include "nearest_name.hpp"

namespace workbook {

namespace {

// Everything a command line can say.
struct Arguments {
  CheckOptions check;
  std::string exercise;
  std::string test;
  bool print_only = false;
  std::vector<std::string> program_arguments;
  GateOptions gate;
  GradeOptions grade;
  std::string handout;
};

void add_exercise_commands(CLI::App& app, Arguments& arguments) {
  CLI::App* check = app.add_subcommand("check", "Check an exercise, several, or all");
  check->add_option("exercise", arguments.check.words,
                    "1.3, or bounded_queue, or its folder; and one of its tests to check it alone");
  check->add_flag("--all-stories", arguments.check.all_stories, "Of every test that failed");
  check->add_flag("--compiler", arguments.check.whole_compiler_output,
                  "All that the compiler says");
  check->add_flag("--own", arguments.check.on_own,
                  "On your own answers to the exercises that it uses, not on provided/");
  check->add_flag("--json", arguments.check.as_json, "For programs that read the result");

  CLI::App* hint = app.add_subcommand("hint", "One more hint each time");
  hint->add_option("exercise", arguments.exercise, "Without it: the next unsolved one");

  CLI::App* run = app.add_subcommand("run", "The exercise's main on real threads");
  run->add_option("exercise", arguments.exercise, "Without it: the next unsolved one");
  run->add_option("arguments", arguments.program_arguments, "For the program, after --");

  CLI::App* replay = app.add_subcommand("replay", "The last failure once more");
  replay->add_option("exercise", arguments.exercise, "Without it: the next unsolved one");
  replay->add_option("test", arguments.test, "Without it: the one that was told last");

  CLI::App* debug = app.add_subcommand("debug", "A failing schedule step by step, in gdb");
  debug->add_option("exercise", arguments.exercise, "Without it: the next unsolved one");
  debug->add_option("test", arguments.test, "Without it: the one that was told last");
  debug->add_flag("--print", arguments.print_only, "Only print the command line");

  CLI::App* reset = app.add_subcommand("reset", "The stub again; yours is kept beside it");
  reset->add_option("exercise", arguments.exercise)->required();
}

void add_workbook_commands(CLI::App& app, Arguments& arguments) {
  app.add_subcommand("list", "All exercises, and how far you are");
  app.add_subcommand("doctor", "Is everything here that the workbook needs?");
  CLI::App* test = app.add_subcommand("test", "The workbook checks itself");
  test->add_option("exercise", arguments.gate.exercise, "Only this one");
  test->add_option("--compiler", arguments.gate.compiler)
      ->check(CLI::IsMember({"gcc", "clang"}))
      ->capture_default_str();
  test->add_flag("--all-clang", arguments.gate.every_mistake_with_clang,
                 "With clang every mistake, not a quarter of them");
  test->add_option("--runs", arguments.gate.runs, "Try each mistake so often, with one outcome")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

void add_grade_command(CLI::App& app, GradeOptions& options) {
  CLI::App* grade = app.add_subcommand("grade", "Grade a class");
  grade->add_option("folder", options.folder, "It holds a folder or a zip for each student");
  grade->add_option("--out", options.out, "Where results go; without it: beside the folder");
  options.slots = std::max(1U, std::thread::hardware_concurrency());
  grade->add_option("--slots", options.slots, "How many answers are judged at the same time")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  grade->add_option("--require-isolation", options.required_isolation, "Refuse to do with less")
      ->check(CLI::IsMember({"limits", "bubblewrap"}));
  grade->add_option("--diff", options.diff, "Two folders of results: what changed, and why")
      ->expected(2);
  grade->add_flag("--selftest", options.selftest, "Try the grader on answers that are known");
  grade->add_option("--only", options.only, "Of the self-test, what has this in its name");
}

int dispatch(const CLI::App& app, const Workbook& workbook, const Arguments& arguments) {
  if (app.got_subcommand("list")) return run_list(workbook);
  if (app.got_subcommand("check")) return run_check(workbook, arguments.check);
  if (app.got_subcommand("hint")) return run_hint(workbook, arguments.exercise);
  if (app.got_subcommand("run")) {
    return run_run(workbook, arguments.exercise, arguments.program_arguments);
  }
  if (app.got_subcommand("replay")) {
    return run_replay(workbook, arguments.exercise, arguments.test);
  }
  if (app.got_subcommand("debug")) {
    return run_debug(workbook, arguments.exercise, arguments.test, arguments.print_only);
  }
  if (app.got_subcommand("reset")) return run_reset(workbook, arguments.exercise);
  if (app.got_subcommand("doctor")) return run_doctor(workbook);
  if (app.got_subcommand("handout")) return run_handout(workbook, arguments.handout);
  if (app.got_subcommand("grade")) return run_grade(workbook, arguments.grade);
  if (app.got_subcommand("test")) {
    GateOptions gate = arguments.gate;
    if (gate.every_mistake_with_clang) gate.compiler = "clang";
    return run_test(workbook, gate);
  }
  return run_continue(workbook);
}

// 1.3, bounded_queue, or a path that is there.
bool names_exercise(const std::string& word) {
  if (std::isdigit(static_cast<unsigned char>(word.front())) != 0) return true;
  if (std::filesystem::exists(word)) return true;
  const std::vector<Exercise> all = load_workbook(find_root()).exercises();
  return std::any_of(all.begin(), all.end(),
                     [&](const Exercise& exercise) { return exercise.name == word; });
}

// Makes "./workbook 1.3" a check of it. Throws CannotTell when the first word is no command either.
std::vector<std::string> with_command(const CLI::App& app, std::vector<std::string> words) {
  if (words.empty() || words.front().empty() || words.front().front() == '-') return words;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), words.front()) != names.end()) return words;
  if (names_exercise(words.front())) {
    words.insert(words.begin(), "check");
    return words;
  }
  const std::string nearest = nearest_name(words.front(), names);
  throw CannotTell(fmt::format("There is no command '{}'.{} All of them: ./workbook --help",
                               words.front(),
                               nearest.empty() ? "" : " Did you mean " + nearest + "?"));
}

int parse_and_run(int argc, char** argv) {
  CLI::App app("The threading workbook. Without a command: goes on with the next exercise.");
  app.name("./workbook");
  app.require_subcommand(0, 1);
  Arguments arguments;
  add_exercise_commands(app, arguments);
  add_workbook_commands(app, arguments);
  add_grade_command(app, arguments.grade);
  app.add_subcommand("handout", "A copy for students, without solutions")
      ->add_option("folder", arguments.handout, "A new one")
      ->required();
  std::vector<std::string> words = with_command(app, {argv + 1, argv + argc});
  std::reverse(words.begin(), words.end());  // As the library takes them.
  try {
    app.parse(words);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    app.exit(error);
    return kCouldNotTell;
  }
  return dispatch(app, load_workbook(find_root()), arguments);
}

}  // namespace

}  // namespace workbook

int main(int argc, char** argv) {
  try {
    return workbook::parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    std::fflush(stdout);
    fmt::print(stderr, "{}\n", error.what());
    return workbook::kCouldNotTell;
  }
}
