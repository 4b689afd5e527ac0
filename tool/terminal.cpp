#include "terminal.hpp"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

namespace workbook {

namespace {

bool colours_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  return output_is_terminal() && (no_color == nullptr || *no_color == '\0');
}

std::string coloured(std::string_view text, std::string_view code) {
  static const bool wanted = colours_wanted();
  return wanted ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

// What the signal handler puts back. Written before the handler is installed.
termios terminal_before;

void put_back_and_die(int signal) {
  tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
  std::signal(signal, SIG_DFL);
  raise(signal);
}

}  // namespace

bool output_is_terminal() { return isatty(STDOUT_FILENO) == 1; }

std::size_t terminal_columns() {
  constexpr std::size_t kColumnsMin = 60;
  constexpr std::size_t kColumnsWithoutTerminal = 102;
  winsize size{};
  if (!output_is_terminal() || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return kColumnsWithoutTerminal;
  }
  return std::max<std::size_t>(kColumnsMin, size.ws_col);
}

bool interactive() { return isatty(STDIN_FILENO) == 1 && output_is_terminal(); }

std::string bold(std::string_view text) { return coloured(text, "1"); }
std::string dim(std::string_view text) { return coloured(text, "2"); }
std::string green(std::string_view text) { return coloured(text, "32"); }
std::string red(std::string_view text) { return coloured(text, "31"); }
std::string yellow(std::string_view text) { return coloured(text, "33"); }

void clear_screen() {
  if (output_is_terminal()) fmt::print("\033[2J\033[H");
}

void show_transient(std::string_view text) {
  if (!output_is_terminal()) return;
  fmt::print("\r\033[K{}", text);
  std::fflush(stdout);
}

KeyMode::KeyMode() {
  tcgetattr(STDIN_FILENO, &terminal_before);
  std::signal(SIGINT, put_back_and_die);
  std::signal(SIGTERM, put_back_and_die);
  termios keys = terminal_before;
  keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &keys);
}

KeyMode::~KeyMode() {
  tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace workbook
