// A whole program with a mistake: what it counts while a transfer is under way is wrong.
//
//   interleave run -- ./bank
#include <cstdio>
#include <thread>

#include "account.hpp"

namespace {

Account mine;
Account yours;

}  // namespace

int main() {
  mine.deposit(10);
  std::thread payer([] {
    if (mine.withdraw(10)) yours.deposit(10);
  });
  const int counted = mine.balance() + yours.balance();
  payer.join();
  std::printf("counted %d\n", counted);
  return counted == 10 ? 0 : 1;
}
