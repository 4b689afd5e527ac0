#include <fmt/core.h>

#include "build.hpp"
#include "check.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "process.hpp"
#include "show.hpp"

namespace workbook {

int run_run(const Workbook& workbook, const std::string& name,
            const std::vector<std::string>& arguments) {
  const Exercise exercise = named_or_next(workbook, name);
  const std::string target = "main." + exercise.key();
  const Built built = build(workbook.root, workbook.build_folder(), {target});
  if (!built.ok) {
    Checked checked;
    checked.verdict = kVerdictDoesNotCompile;
    checked.compiler_output = built.output;
    checked.seconds = checked.build_seconds = built.seconds;
    fmt::print("{}", describe(workbook, exercise, checked));
    return kCouldNotTell;
  }
  Command command{{(workbook.build_folder() / target).string()}, {}};
  command.words.insert(command.words.end(), arguments.begin(), arguments.end());
  std::fflush(stdout);
  become(command);
}

}  // namespace workbook
