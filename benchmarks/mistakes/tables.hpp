// Prints what was found.
#pragma once

#include <vector>

#include "mistakes/column.hpp"

namespace mistakes {

// One line an exercise and one for all: how many mistakes each way caught, and in what time.
void print_table(const std::vector<Row>& rows, int runs_max);

// How many runs it took.
void print_runs_needed(const std::vector<Row>& rows, int runs_max);

// What there is to go on with: which promise was broken, or a report of a race, or only that it
// does not end.
void print_how(const std::vector<Row>& rows);

// The mistakes that real threads did not show, and what the explorer says of each.
void print_missed(const std::vector<Row>& rows);

// How many right answers each way rejected, and which.
void print_control(const std::vector<Row>& rows, int runs_max);

// The variants of which a program could not be run. Returns how many.
int print_not_run(const std::vector<Row>& rows);

// One line a variant.
void print_csv(const std::vector<Row>& rows);

}  // namespace mistakes
