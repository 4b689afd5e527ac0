// Gives the verdict on one answer: reads it, compiles it against the tests, and runs these.
//
// The verdict is never the program's own: it comes from a report that names every test that was
// expected and its own end, each line under a secret that the program's first instruction took
// away before anything of the answer could run.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grade/box.hpp"
#include "grade/record.hpp"
#include "workbook.hpp"

namespace workbook {

// What an exercise's answers are measured by. It comes from the workbook's own solution.
struct Reference {
  std::vector<std::string> tests;                  // All of them, in the order of the source.
  std::map<std::string, std::uint64_t> schedules;  // How many the solution was run under.
  std::uint64_t tools = 0;
};

class ExerciseJudge {
 public:
  // Builds the tests. Throws CannotTell when they do not compile.
  ExerciseJudge(const Workbook& workbook, const Exercise& exercise, Isolation isolation);

  // Tries the workbook's solution, and learns from it which tests there are. Throws CannotTell when
  // it does not pass: then the workbook does not work here.
  void try_solution(const Workbook& workbook, const std::filesystem::path& folder);

  // The verdict on `answer`, whose program is made in `folder`. Requires: the solution was tried.
  // Thread safety: any number of threads at a time, each with a folder of its own.
  Judgement judge(const std::string& answer, const std::filesystem::path& folder) const;

  // Changes with the compiler, the tests, the explorer: verdicts of others do not hold.
  std::uint64_t tools() const { return reference_.tools; }

 private:
  struct Compiled;

  void read_commands(const Workbook& workbook);
  Compiled compile(const std::string& answer, const std::filesystem::path& folder) const;
  BoxedRun run(const std::filesystem::path& folder, const std::string& secret, int patience) const;
  Judgement judge_once(const std::filesystem::path& folder, int patience) const;
  Judgement judge_run(const BoxedRun& run, const std::string& secret) const;

  Exercise exercise_;
  Isolation isolation_;
  std::filesystem::path root_;
  std::filesystem::path build_folder_;
  std::vector<std::filesystem::path> readable_;  // While compiling.
  std::string commands_;  // They make the program of `@work@/answer`, in `@work@`.
  Reference reference_;
};

// A verdict that needs no compiler: missing, as it was given out, forbidden. Unknown for the rest.
Judgement judge_unbuilt(const Workbook& workbook, const Exercise& exercise,
                        const std::string& answer);

}  // namespace workbook
