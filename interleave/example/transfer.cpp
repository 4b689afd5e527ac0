// interleave without a test framework. This program expects that a mistake is found: a transfer in
// two steps, between which the money is nowhere.
#include <cstdio>
#include <interleave/interleave.hpp>

#include "account.hpp"

namespace {

void transfer_while_somebody_counts() {
  Account mine;
  Account yours;
  mine.deposit(10);
  int counted = 0;
  interleave::together({"payer",
                        [&] {
                          if (mine.withdraw(10)) yours.deposit(10);
                        }},
                       {"auditor", [&] { counted = mine.balance() + yours.balance(); }});
  interleave::check(counted == 10, "the auditor did not find all the money");
}

}  // namespace

int main() {
  const interleave::Result result = interleave::explore(transfer_while_somebody_counts);
  if (result.verdict != interleave::Verdict::kFailed) {
    std::printf("not found: %s\n", result.seen.c_str());
    return 1;
  }
  std::printf("found, %s: %s\n\n%s", result.seen.c_str(), result.failure->headline.c_str(),
              interleave::to_text(result.failure->story).c_str());
  return 0;
}
