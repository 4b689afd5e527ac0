#include "story/places.hpp"

#include <algorithm>

namespace interleave {
namespace {

constexpr const char* kEllipsis = "...";
constexpr std::size_t kEllipsisColumns = 3;

// The last `parts` names of a path.
std::string tail_of(const std::string& file, std::size_t parts) {
  std::size_t begin = file.size();
  while (parts > 0 && begin != std::string::npos && begin > 0) {
    begin = file.rfind('/', begin - 1);
    --parts;
  }
  return begin == std::string::npos || parts > 0 ? file : file.substr(begin + 1);
}

bool ends_with_path(const std::string& file, const std::string& tail) {
  if (file == tail) return true;
  return file.size() > tail.size() && file.ends_with(tail) &&
         file[file.size() - tail.size() - 1] == '/';
}

}  // namespace

Places::Places(const Story& story) {
  for (const Step& step : story.steps) add(step.source.file);
  for (const StoryThread& thread : story.threads) add(thread.source.file);
  for (const StoryAccess& access : story.accesses) {
    for (const Source& call : access.calls) add(call.file);
  }
  find_tails();
}

void Places::add(const std::string& file) {
  if (!file.empty()) tails_.emplace(file, "");
}

bool Places::is_shared(const std::string& tail) const {
  return std::count_if(tails_.begin(), tails_.end(), [&tail](const auto& other) {
           return ends_with_path(other.first, tail);
         }) > 1;
}

void Places::find_tails() {
  for (auto& [file, tail] : tails_) {
    tail = tail_of(file, 1);
    for (std::size_t parts = 2; tail != file && is_shared(tail); ++parts) {
      tail = tail_of(file, parts);
    }
  }
}

std::string Places::name_of(const std::string& file) const {
  const auto found = tails_.find(file);
  return found == tails_.end() ? tail_of(file, 1) : found->second;
}

std::string Places::of(const Source& source) const {
  if (source.file.empty()) return "";
  return name_of(source.file) + ":" + std::to_string(source.line);
}

std::string with_ellipsis(const std::string& text, std::size_t columns) {
  if (text.size() <= columns) return text;
  if (columns <= kEllipsisColumns) return text.substr(0, columns);
  return text.substr(0, columns - kEllipsisColumns) + kEllipsis;
}

}  // namespace interleave
