#include "model/operation.hpp"

namespace interleave {

char letter(OpKind kind) { return traits(kind).letter; }

const char* verb(OpKind kind) { return traits(kind).verb; }

}  // namespace interleave
