// The program that is explored, as opposed to the libraries it uses.
#pragma once

namespace interleave {

// Where it is loaded.
const void* program_base();

}  // namespace interleave
