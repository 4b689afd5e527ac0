#include <fmt/core.h>

#include "check.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "process.hpp"
#include "show.hpp"

namespace workbook {

int run_run(const Workbook& workbook, const std::string& name,
            const std::vector<std::string>& arguments) {
  const Exercise exercise = named_or_next(workbook, name);
  const Program program = build_program(workbook, {exercise, ProgramKind::kMain});
  if (!program.can_run()) {
    const Checked checked = checked_from(program);
    fmt::print("{}", describe(workbook, exercise, checked));
    return exit_status_of(checked.verdict);
  }
  Command command{{program.path.string()}, {}};
  command.words.insert(command.words.end(), arguments.begin(), arguments.end());
  std::fflush(stdout);
  become(command);
}

}  // namespace workbook
