// For the programs of Part 2: how many voters, rounds and places, from the command line.
#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

#include "provided/whole_number.hpp"

// What a program is to do. A program sets what it does if it is told nothing.
struct VotingDemo {
  std::size_t voters = 10;
  std::size_t rounds = 3;
  std::size_t capacity = 1;
  std::uint32_t seed = std::random_device{}() % 10000;
};

// Says what is wrong with the command line, and ends the program with status 2.
[[noreturn]] inline void refuse_arguments(const std::string& what) {
  fmt::print(stderr,
             "{}\nThe arguments are --voters N, --rounds R, --capacity C and --seed S, each with a "
             "whole number.\n",
             what);
  std::exit(2);
}

// Returns the number that `text` is, or ends the program: it belongs to the argument `name`.
inline std::uint32_t number_of(std::string_view name, std::string_view text, std::uint32_t least,
                               std::uint32_t most) {
  const auto number = whole_number_in(text, least, most);
  if (!number) {
    refuse_arguments(
        fmt::format("{} takes a number from {} to {}, not \"{}\".", name, least, most, text));
  }
  return *number;
}

// Returns what the command line asks for, the rest from `demo`, and prints the seed. Ends the
// program with status 2 if it makes no sense.
inline VotingDemo voting_demo_from(int argc, char** argv, VotingDemo demo = {}) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const bool known =
        name == "--voters" || name == "--rounds" || name == "--capacity" || name == "--seed";
    if (!known) refuse_arguments(fmt::format("\"{}\" is no argument of this program.", name));
    if (i + 1 == argc) refuse_arguments(fmt::format("{} needs a number after it.", name));
    const std::string_view text = argv[i + 1];
    if (name == "--voters") demo.voters = number_of(name, text, 0, 1'000);
    if (name == "--rounds") demo.rounds = number_of(name, text, 0, 1'000'000'000);
    if (name == "--capacity") demo.capacity = number_of(name, text, 1, 1'000'000);
    if (name == "--seed") demo.seed = number_of(name, text, 0, 4'294'967'295);
  }
  fmt::print("{} voters, {} rounds, room for {}. Seed {}: --seed {} gives the same numbers.\n",
             demo.voters, demo.rounds, demo.capacity, demo.seed, demo.seed);
  std::fflush(stdout);  // Also where the first round already hangs.
  return demo;
}
