// What the program of 3.4 is told on its command line.
#pragma once

#include <fmt/core.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

#include "provided/cluster_commands.hpp"
#include "provided/cluster_screen.hpp"
#include "provided/whole_number.hpp"

// What the command line asks for.
struct ElectionOptions {
  std::size_t servers = 5;
  std::uint32_t seed = std::random_device{}() % 10000;
  std::optional<std::deque<TimedLine>> script;  // Without it, commands come from standard input.
  Show show = Show::kLines;
};

inline constexpr std::string_view kElectionArguments =
    "The arguments are --servers N, --seed S, --script FILE (commands with times, such as \"2.5 "
    "kill 0\"), --json (one object a line) and --lines (no table in place).";

// Says what is wrong with the command line, and ends the program with status 2.
[[noreturn]] inline void refuse_election(const std::string& what) {
  fmt::print(stderr, "{}\n{}\n", what, kElectionArguments);
  std::exit(2);
}

// Returns the whole number that `text` is, or ends the program: it belongs to the argument `name`.
inline std::uint32_t whole_number(std::string_view name, std::string_view text, std::uint32_t least,
                                  std::uint32_t most) {
  const auto number = whole_number_in(text, least, most);
  if (!number) {
    refuse_election(
        fmt::format("{} takes a number from {} to {}, not \"{}\".", name, least, most, text));
  }
  return *number;
}

// Returns what the command line asks for. Ends the program with status 2 if it makes no sense.
inline ElectionOptions election_options_from(int argc, char** argv) {
  ElectionOptions options;
  bool lines = false;
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--help" || name == "-h") {
      fmt::print("{}\n", kElectionArguments);
      std::exit(0);
    }
    if (name == "--json" || name == "--lines") {
      (name == "--json" ? json : lines) = true;
      continue;
    }
    const bool known = name == "--servers" || name == "--seed" || name == "--script";
    if (!known) refuse_election(fmt::format("\"{}\" is no argument of this program.", name));
    if (++i == argc) refuse_election(fmt::format("{} needs something after it.", name));
    const std::string text = argv[i];
    if (name == "--servers") options.servers = whole_number(name, text, 1, 9);
    if (name == "--seed") options.seed = whole_number(name, text, 0, 4'294'967'295);
    if (name == "--script") {
      try {
        options.script = read_script(text);
      } catch (const std::invalid_argument& error) {
        refuse_election(error.what());
      }
    }
  }
  const bool terminal = isatty(STDOUT_FILENO) == 1 && (options.script || isatty(STDIN_FILENO) == 1);
  if (terminal && !lines) options.show = Show::kInPlace;
  if (json) options.show = Show::kJson;
  return options;
}
