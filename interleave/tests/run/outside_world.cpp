// What the explorer does not control: other processes, a read from a pipe that nobody writes to, a
// loop without any step.
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <thread>

int main(int, char** arguments) {
  const std::string_view how = arguments[1];
  if (how == "pipe") {
    int ends[2];
    if (pipe(ends) != 0) return 1;
    char byte;
    std::thread([&] { (void)!read(ends[0], &byte, 1); }).join();
  }
  if (how == "fork" && fork() == 0) _exit(0);
  if (how == "system") return system("true");
  if (how == "loop") {
    for (volatile bool forever = true; forever;) {
    }
  }
}
