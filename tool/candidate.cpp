#include "candidate.hpp"

#include <fmt/core.h>

#include "errors.hpp"
#include "text.hpp"

namespace workbook {

namespace {

std::string prefix_for(ProgramKind kind) {
  switch (kind) {
    case ProgramKind::kTests:
      return "student";
    case ProgramKind::kTestsOnOwn:
      return "own";
    case ProgramKind::kTestsForDebugger:
      return "debug";
    case ProgramKind::kMain:
      return "main";
  }
  return "";
}

}  // namespace

std::string Candidate::target() const { return prefix_for(kind) + "." + exercise.key(); }

Program build_program(const Workbook& workbook, const Candidate& candidate,
                      const BuildProgress& progress, const Attention* attention) {
  const Exercise& exercise = candidate.exercise;
  const std::filesystem::path header = workbook.root / exercise.student_header();
  if (!std::filesystem::exists(header)) {
    throw CannotTell(
        fmt::format("{} is not there. Get it as it was given with: ./workbook reset {}",
                    exercise.student_header().string(), exercise.id));
  }
  Program program;
  program.forbidden = first_forbidden(read_file(header), exercise.forbidden);
  if (program.forbidden) {
    program.verdict = Verdict::kForbidden;
    return program;
  }
  program.path = workbook.build_folder() / candidate.target();
  program.built =
      build(workbook.root, workbook.build_folder(), {candidate.target()}, progress, attention);
  if (!program.built.ok) program.verdict = Verdict::kDoesNotCompile;
  return program;
}

}  // namespace workbook
