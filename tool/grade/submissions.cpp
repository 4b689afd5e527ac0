#include "grade/submissions.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <sstream>

#include "errors.hpp"
#include "grade/box.hpp"
#include "grade/record.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

constexpr const char* kTooLong = "The file is longer than 256 KiB: that is no answer.";
constexpr const char* kNoFile = "There is something else than a plain file in its place.";

std::string printable_text(const std::string& text) {
  std::string clean = printable(text, 1000);
  std::replace(clean.begin(), clean.end(), '\n', ' ');
  return clean;
}

bool is_zip(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension == ".zip";
}

void throw_if_no_name(const std::string& name) {
  constexpr std::size_t kNameBytesMax = 200;
  if (printable(name, kNameBytesMax) == name && name.find_first_of("\n\t") == std::string::npos &&
      name.front() != '-') {
    return;
  }
  throw CannotTell(fmt::format(
      "A submission has a name that cannot be used: {}. A name is at most 200 bytes of UTF-8, does "
      "not begin with '-', and has no line ends or other control characters in it. Rename it, then "
      "start this again.",
      printable_text(name)));
}

// Opens `path` below `folder`, no link on the way. Returns -1 and errno when that fails.
int open_below(int folder, const fs::path& path) {
  int here = dup(folder);
  for (auto part = path.begin(); part != path.end() && here >= 0; ++part) {
    const bool last = std::next(part) == path.end();
    const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (last ? 0 : O_DIRECTORY);
    const int next = openat(here, part->c_str(), flags);
    const int error = errno;
    close(here);
    errno = error;
    here = next;
  }
  return here;
}

std::optional<Answer> read_answer(int folder, const fs::path& path) {
  const int file = open_below(folder, path);
  if (file < 0 && errno == ENOENT) return {};
  if (file < 0) return Answer{"", kNoFile};
  struct stat what {};
  Answer answer;
  if (fstat(file, &what) != 0 || !S_ISREG(what.st_mode)) {
    answer.problem = kNoFile;
  } else if (static_cast<std::size_t>(what.st_size) > kAnswerBytesMax) {
    answer.problem = kTooLong;
  } else {
    std::array<char, 16384> buffer;
    for (ssize_t n; (n = read(file, buffer.data(), buffer.size())) > 0;) {
      answer.text.append(buffer.data(), static_cast<std::size_t>(n));
      if (answer.text.size() > kAnswerBytesMax) break;
    }
  }
  close(file);
  return answer;
}

// The submission itself; or the one folder in it, as when a zip is unpacked.
std::vector<fs::path> places(const fs::path& where) {
  std::vector<fs::path> all = {""};
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(where)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && !entry.is_symlink() && !name.starts_with('.') &&
        name != "__MACOSX") {
      folders.push_back(name);
    }
  }
  if (folders.size() == 1) all.push_back(folders.front());
  return all;
}

Answers answers_of_folder(const Workbook& workbook, const fs::path& where) {
  const int folder = open(where.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) throw CannotTell(fmt::format("Cannot open {}.", where.string()));
  Answers answers;
  for (const fs::path& place : places(where)) {
    for (const Exercise& exercise : workbook.exercises()) {
      if (answers.contains(exercise.id)) continue;
      const auto answer = read_answer(folder, place / exercise.student_header());
      if (answer) answers[exercise.id] = *answer;
    }
  }
  close(folder);
  return answers;
}

BoxedRun run_unzip(const std::vector<std::string>& words) {
  BoxedCommand command;
  command.words = words;
  command.folder = "/";
  command.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
  command.cpu_max = std::chrono::seconds(20);
  command.output_bytes_max = std::size_t{32} << 20;
  return run_in_box(Isolation::kLimits, command);
}

// unzip takes a name for a pattern.
std::string escaped_for_unzip(const std::string& name) {
  std::string escaped;
  for (const char c : name) {
    if (c == '[') {
      escaped += "[[]";
    } else if (c == '*' || c == '?' || c == '\\') {
      escaped += std::string("\\") + c;
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// One line of `zipinfo -l` is: mode, version, system, size, kind, packed, method, date, time, name.
struct Member {
  std::string name;
  bool is_file = false;
  std::size_t bytes = 0;
};

std::vector<Member> members_of(const fs::path& zip) {
  const BoxedRun listed = run_unzip({"unzip", "-Z", "-l", "-h-t", fs::absolute(zip).string()});
  if (listed.exit_code == 127) {
    throw CannotTell(
        "unzip is not installed, and there are zips here. Install it with: apt-get install unzip");
  }
  if (!listed.ok()) {
    throw CannotTell(fmt::format("{} cannot be read as a zip: {}", zip.string(),
                                 trimmed(printable_text(listed.output))));
  }
  std::vector<Member> members;
  for (const std::string& line : lines_of(listed.output)) {
    std::istringstream words(line);
    std::string mode, version, system, kind, packed, method, date, time;
    Member member;
    if (!(words >> mode >> version >> system >> member.bytes >> kind >> packed >> method >> date >>
          time)) {
      continue;
    }
    std::getline(words >> std::ws, member.name);
    member.is_file = mode.starts_with('-');
    members.push_back(member);
  }
  return members;
}

// Whether `name` is the wanted file, at the top or in one folder below it.
bool is_at(const std::string& name, const std::string& wanted) {
  if (name == wanted) return true;
  const std::size_t slash = name.find('/');
  return slash != std::string::npos && name.substr(slash + 1) == wanted &&
         name.substr(0, slash) != "..";
}

Answer answer_from_zip(const fs::path& zip, const Member& member) {
  if (!member.is_file) return {"", kNoFile};
  if (member.bytes > kAnswerBytesMax) return {"", kTooLong};
  BoxedRun run =
      run_unzip({"unzip", "-p", fs::absolute(zip).string(), escaped_for_unzip(member.name)});
  if (!run.ok()) return {"", "The zip holds the file, but it cannot be unpacked."};
  if (run.output.size() != member.bytes) return {"", kTooLong};
  return {std::move(run.output), ""};
}

Answers answers_of_zip(const Workbook& workbook, const fs::path& zip) {
  const std::vector<Member> members = members_of(zip);
  Answers answers;
  for (const Exercise& exercise : workbook.exercises()) {
    std::vector<Member> found;
    for (const Member& member : members) {
      if (is_at(member.name, exercise.student_header().string())) found.push_back(member);
    }
    if (found.size() > 1) {
      answers[exercise.id] = {"", "The zip holds this file twice."};
    } else if (!found.empty()) {
      answers[exercise.id] = answer_from_zip(zip, found.front());
    }
  }
  return answers;
}

}  // namespace

std::vector<Submission> find_submissions(const fs::path& folder) {
  if (!fs::is_directory(folder)) {
    throw CannotTell(fmt::format("{} is no folder. Name the folder that holds the submissions.",
                                 folder.string()));
  }
  std::vector<Submission> all;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.') || entry.is_symlink()) continue;
    if (entry.is_directory()) {
      all.push_back({name, entry.path()});
    } else if (entry.is_regular_file() && is_zip(entry.path())) {
      all.push_back({entry.path().stem().string(), entry.path()});
    }
  }
  if (all.empty()) {
    throw CannotTell(fmt::format(
        "There is no submission in {}. A submission is a folder or a zip, named after its student.",
        folder.string()));
  }
  std::sort(all.begin(), all.end(),
            [](const Submission& a, const Submission& b) { return a.student < b.student; });
  for (std::size_t i = 0; i < all.size(); ++i) {
    throw_if_no_name(all[i].student);
    if (i > 0 && all[i].student == all[i - 1].student) {
      throw CannotTell(fmt::format("{} has handed in twice: {} and {}. Take one away.",
                                   all[i].student, all[i - 1].where.string(),
                                   all[i].where.string()));
    }
  }
  return all;
}

Answers read_answers(const Workbook& workbook, const Submission& submission) {
  return fs::is_directory(submission.where) ? answers_of_folder(workbook, submission.where)
                                            : answers_of_zip(workbook, submission.where);
}

}  // namespace workbook
