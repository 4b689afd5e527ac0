#include "compiler_output.hpp"

#include <regex>
#include <vector>

#include "text.hpp"

namespace workbook {

namespace {

struct Place {
  std::string file;
  int line = 0;
  std::string kind;  // "error", "fatal error", "warning", "note"; empty for "required from here".
  std::string message;
};

// Reads "file:12:3: error: message", which both compilers write, and g++'s "file:12:3:   required
// from here". A regular expression only looks at lines that have a chance: output can be long.
std::optional<Place> place_of(const std::string& line) {
  if (line.empty() || line[0] == ' ' || line.find(':') == std::string::npos) return {};
  static const std::regex diagnostic(R"((?:In file included from )?([^:]+):(\d+)(?::\d+)?[:,]\s+)"
                                     R"((?:(fatal error|error|warning|note): )?(.*))");
  std::smatch found;
  if (!std::regex_match(line, found, diagnostic)) return {};
  return Place{found[1], std::stoi(found[2]), found[3], found[4]};
}

bool is_error(const Place& place) { return place.kind.ends_with("error"); }

// The source line and the marks under it follow an error at once: "   12 |   int x = y;".
std::string excerpt_after(const std::vector<std::string>& lines, std::size_t i) {
  std::string excerpt;
  for (std::size_t k = i + 1; k < lines.size() && lines[k].starts_with(' '); ++k) {
    excerpt += lines[k] + "\n";
  }
  return excerpt;
}

// A function that ends without its return: whatever else is wrong may come of that.
bool is_missing_return(const Place& place) {
  return place.message.find("return-type]") != std::string::npos;
}

std::optional<Diagnostic> first_of_kind(std::string_view output, std::string_view header,
                                        bool errors) {
  const std::vector<std::string> lines = lines_of(output);
  std::optional<Diagnostic> in_header;
  std::optional<Diagnostic> elsewhere;
  int line_in_header = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::optional<Place> place = place_of(lines[i]);
    if (!place) continue;
    const bool is_own = place->file.ends_with(header);
    if (is_own && line_in_header == 0) line_in_header = place->line;
    if (errors ? !is_error(*place) : place->kind != "warning") continue;
    Diagnostic found{place->file, place->line, place->message, excerpt_after(lines, i), 0};
    if (is_own && is_missing_return(*place)) return found;
    std::optional<Diagnostic>& first = is_own ? in_header : elsewhere;
    if (!first) first = found;
  }
  if (in_header) return in_header;
  if (elsewhere) elsewhere->line_in_header = line_in_header;
  return errors ? elsewhere : std::nullopt;
}

struct Reason {
  const char* message;  // A regular expression for the compilers' words.
  const char* words;
};

// g++ and clang quote differently: a dot stands for either.
constexpr Reason kReasons[] = {
    {R"((no matching function for call to [^\w]*([^ ]*::)?(\w+)::\3\(\))|)"
     R"((has no default constructor)|)"
     R"((no matching constructor for initialization of '[^']*'$)|)"
     R"((implicitly.deleted default constructor))",
     "No default constructor is promised for what is kept here: a member or a variable of that "
     "type "
     "that begins without a value needs one. std::optional begins empty, and so does a container."},
    {R"(use of deleted function .*::(\w+)\(const .*&\)|call to deleted constructor)",
     "This copies what is promised to be movable, and no more. std::move() hands it on instead."},
    {R"(binding reference of type .*(mutex|lock).* to .const std::.*discards qualifiers)",
     "In a const function the members are const, too, and a mutex has to change to be locked: "
     "declare it mutable."},
    {R"(return-type\])", "The function promises a value and ends without a return."},
};

}  // namespace

std::optional<Diagnostic> first_error(std::string_view output, std::string_view header) {
  return first_of_kind(output, header, true);
}

std::string reason_for(const Diagnostic& error) {
  for (const Reason& reason : kReasons) {
    if (std::regex_search(error.message, std::regex(reason.message))) return reason.words;
  }
  return "";
}

std::optional<Diagnostic> first_warning(std::string_view output, std::string_view header) {
  return first_of_kind(output, header, false);
}

}  // namespace workbook
