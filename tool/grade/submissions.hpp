// Finds submissions, and takes out of them the files that the list of exercises names, and nothing
// else.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "workbook.hpp"

namespace workbook {

// No answer comes near to it.
constexpr std::size_t kAnswerBytesMax = 256 * 1024;

struct Submission {
  std::string student;          // The name of its folder, or of its zip without ".zip".
  std::filesystem::path where;  // A folder (a git checkout is one), or a zip.
};

// One file of a submission.
struct Answer {
  std::string text;
  std::string problem;  // Why there is no text, in a sentence; empty when all is well.
};

// By the exercise's id. What a submission does not have is not there.
using Answers = std::map<std::string, Answer>;

// Returns the submissions in `folder` by their names. Throws CannotTell when there is none, and for
// a name that no file of results can have.
std::vector<Submission> find_submissions(const std::filesystem::path& folder);

// Reads the answers: regular files at their place, in the submission or in the one folder that it
// consists of. Throws CannotTell for a zip that cannot be read.
Answers read_answers(const Workbook& workbook, const Submission& submission);

}  // namespace workbook
