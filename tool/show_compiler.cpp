#include "show_compiler.hpp"

#include <fmt/core.h>

#include "braces.hpp"
#include "compiler_output.hpp"
#include "show.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace workbook {

namespace {

// An error in a library's header that a line of the student's leads to: that line comes first.
std::string describe_error_beyond(const Workbook& workbook, const std::string& header,
                                  const Diagnostic& error, const std::string& place) {
  const std::vector<std::string> lines = lines_of(read_file(workbook.root / header));
  const auto line = static_cast<std::size_t>(error.line_in_header);
  std::string text =
      fmt::format("  {}\n  {}\n", bold(fmt::format("{}:{}", header, line)), error.message);
  if (line <= lines.size()) text += fmt::format("    {:>5} | {}\n", line, lines[line - 1]);
  return text + fmt::format("\n  It leads to {}, where the compiler stops:\n{}\n", place,
                            indented(error.excerpt, 2));
}

// As the compiler shows a line.
std::string excerpt_of(const std::string& code, int line) {
  const std::vector<std::string> lines = lines_of(code);
  const auto at = static_cast<std::size_t>(line);
  return at >= 1 && at <= lines.size() ? fmt::format("{:>5} | {}\n", line, lines[at - 1]) : "";
}

// A brace without a partner makes errors everywhere; it is the one to read. In the form of the
// compiler's own.
std::optional<Diagnostic> error_of_brace(const std::string& header, const std::string& code) {
  const std::optional<BraceMistake> mistake = brace_mistake(code);
  if (!mistake) return {};
  return Diagnostic{header, mistake->line, mistake->message, excerpt_of(code, mistake->line)};
}

std::string describe_first_error(const Workbook& workbook, const Exercise& exercise,
                                 const std::string& compiler_output) {
  const std::string header = exercise.student_header().string();
  const std::string code = read_file(workbook.root / header);
  std::optional<Diagnostic> error = error_of_brace(header, code);
  if (!error) error = first_error(compiler_output, header);
  if (!error) return indented(last_lines(compiler_output, 20), 2) + "\n";
  const bool in_header = error->file.ends_with(header);
  if (in_header && error->excerpt.empty()) error->excerpt = excerpt_of(code, error->line);
  const std::string reason = reason_for(*error);
  const std::string why =
      reason.empty() ? "" : indented(fitted(reason, terminal_columns() - 2), 2) + "\n";
  const std::string place = fmt::format("{}:{}", short_path(workbook, error->file), error->line);
  if (error->line_in_header > 0) {
    return describe_error_beyond(workbook, header, *error, place) + why;
  }
  const std::string text =
      fmt::format("  {}\n  {}\n{}\n", bold(place), error->message, indented(error->excerpt, 2));
  if (in_header) return text + why;
  return text + why +
         fmt::format("  The tests use {} in a way that it does not allow.\n\n", exercise.header);
}

}  // namespace

std::string describe_compile_error(const Workbook& workbook, const Exercise& exercise,
                                   const std::string& compiler_output, bool whole) {
  const std::string text = describe_first_error(workbook, exercise, compiler_output);
  if (whole)
    return text + "  All that the compiler said:\n\n" + indented(compiler_output, 2) + "\n";
  return text + fmt::format(
                    "  all     ./workbook check {0} --compiler\n"
                    "  stuck?  ./workbook hint {0}\n\n",
                    exercise.id);
}

std::string describe_warning(const Workbook& workbook, const Exercise& exercise,
                             const std::string& compiler_output) {
  const auto warning = first_warning(compiler_output, exercise.student_header().string());
  if (!warning) return "";
  return fmt::format("  {} {}:{}: {}\n\n", yellow("warning"), short_path(workbook, warning->file),
                     warning->line, warning->message);
}

std::string describe_forbidden(const Exercise& exercise, const ForbiddenUse& use) {
  const std::string place = fmt::format("{}:{}", exercise.student_header().string(), use.line);
  const std::string why = fmt::format("{} is not allowed here. {}", use.found, use.why);
  return fmt::format("  {}\n{}\n{:>5} | {}\n\n  stuck?  ./workbook hint {}\n\n", bold(place),
                     indented(fitted(why, terminal_columns() - 2), 2), use.line, use.text,
                     exercise.id);
}

}  // namespace workbook
