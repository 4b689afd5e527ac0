#include "output.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <utility>

namespace interleave {
namespace {

constexpr off_t kOutputBytesMax = 64 * 1024;  // Of one schedule; the rest is only counted.

int output_before = -1;
int error_before = -1;
int kept = -1;  // A file in memory, or -1.
off_t taken = 0;
bool is_cut = false;  // Said so.
std::string last;

void flush() {
  std::cout.flush();
  std::fflush(nullptr);
}

void redirect_to(int file) {
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
}

}  // namespace

ProgramOutput::ProgramOutput() {
  flush();
  output_before = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  error_before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  redirect_to(nowhere);
  close(nowhere);
}

ProgramOutput::~ProgramOutput() {
  flush();
  give_back();
  taken = 0;
  is_cut = false;
  last = take();
  if (kept >= 0) close(kept);
  kept = -1;
}

void ProgramOutput::keep() {
  flush();
  if (kept >= 0) close(kept);
  kept = memfd_create("output of a schedule", MFD_CLOEXEC);
  taken = 0;
  is_cut = false;
  if (kept >= 0) redirect_to(kept);
}

std::string ProgramOutput::take() {
  if (kept < 0) return "";
  flush();
  std::array<char, 1024> part;
  std::string text;
  while (taken < kOutputBytesMax) {
    const auto wanted = std::min<std::size_t>(part.size(), kOutputBytesMax - taken);
    const ssize_t bytes = pread(kept, part.data(), wanted, taken);
    if (bytes <= 0) return text;
    text.append(part.data(), static_cast<std::size_t>(bytes));
    taken += bytes;
  }
  if (std::exchange(is_cut, true)) return text;
  struct stat file {};
  const bool has_more = fstat(kept, &file) == 0 && file.st_size > kOutputBytesMax;
  is_cut = has_more;
  return has_more ? text + " [cut here: the program printed more]" : text;
}

const std::string& ProgramOutput::of_last() { return last; }

void ProgramOutput::give_back() {
  if (output_before < 0) return;
  dup2(output_before, STDOUT_FILENO);
  dup2(error_before, STDERR_FILENO);
  close(output_before);
  close(error_before);
  output_before = error_before = -1;
}

}  // namespace interleave
