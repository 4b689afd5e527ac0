// The tests of 1.4 are tried on the queue that Parts 2 and 3 stand on.
#pragma once

#include "provided/bounded_queue.hpp"
