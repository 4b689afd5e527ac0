// What the student wrote, and the programs that are made of it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "build.hpp"
#include "forbidden.hpp"
#include "verdict.hpp"
#include "workbook.hpp"

namespace workbook {

enum class ProgramKind {
  kTests,
  kTestsOnOwn,        // The same on the student's own answers to the exercises that it uses.
  kTestsForDebugger,  // The same, compiled with what a debugger wants to know of variables.
  kMain,              // The exercise's own main, on real threads.
};

struct Candidate {
  Exercise exercise;
  ProgramKind kind = ProgramKind::kTests;

  std::string target() const;  // "student.1_3"
};

// A program that can be run, or why there is none.
struct Program {
  Verdict verdict = Verdict::kPass;  // Or kDoesNotCompile, kForbidden: it cannot be run.
  std::filesystem::path path;
  Built built;
  std::optional<ForbiddenUse> forbidden;

  bool can_run() const { return verdict == Verdict::kPass; }
};

// The one way to a program. Throws CannotTell when the student's file is not there.
Program build_program(const Workbook& workbook, const Candidate& candidate,
                      const BuildProgress& progress = {}, const Attention* attention = nullptr);

}  // namespace workbook
