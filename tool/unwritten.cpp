#include "unwritten.hpp"

#include <regex>
#include <vector>

#include "forbidden.hpp"
#include "text.hpp"

namespace workbook {

UnwrittenPlace first_unwritten(std::string_view code) {
  static const std::regex call("not_written\\(\"([^\"]+)\"");
  const std::vector<std::string> lines = lines_of(code);
  const std::vector<std::string> bare = lines_of(code_only(code));
  for (std::size_t i = 0; i < bare.size(); ++i) {
    if (bare[i].find("not_written(") == std::string::npos) continue;
    std::smatch found;
    const bool has_mark = std::regex_search(lines[i], found, call);
    return {static_cast<int>(i) + 1, has_mark ? found[1].str() : ""};
  }
  return {};
}

}  // namespace workbook
