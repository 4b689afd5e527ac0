// What a test of an exercise includes, besides the exercise's header.
#pragma once

#include <gtest/gtest.h>

#include "interleave/gtest.hpp"

using interleave::choose;             // choose(n): a number below n, each in a schedule of its own.
using interleave::together;           // together({"sender", f}, {"receiver", g}): runs them, joins.
using interleave::until_others_wait;  // Returns once every other thread waits or has ended.
