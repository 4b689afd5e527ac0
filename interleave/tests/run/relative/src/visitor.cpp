// Compiled with relative paths, as from a shell in a build directory.
#include <thread>

#include "gate.hpp"

int main() {
  Gate gate;
  std::thread visitor([&gate] { gate.pass(); });
  gate.open();
  visitor.join();
}
