// What survives a crash.
#include "provided/stable_store.hpp"

#include <optional>
#include <string>
#include <vector>

#include "workbook_test.hpp"

namespace under_test {
namespace {

using Store = StableStore<std::string>;

TEST(StableStore, IsEmptyAtFirst) { EXPECT_EQ(Store().load(), std::nullopt); }

TEST(StableStore, HoldsWhatWasSavedLast) {
  Store store;
  store.save("a");
  store.save("b");
  EXPECT_EQ(store.load(), "b");
  EXPECT_EQ(store.load(), "b");
}

TEST(StableStore, TheHookSeesTheOlderStateBeforeAndTheNewerOneAfter) {
  Store store;
  std::vector<std::string> seen;
  store.on_save([&](Store::Moment moment) {
    seen.push_back(moment == Store::Moment::kBefore ? "before" : "after");
    seen.push_back(store.load().value_or("nothing"));
  });
  store.save("a");
  store.save("b");
  const std::vector<std::string> expected = {"before", "nothing", "after", "a",
                                             "before", "a",       "after", "b"};
  EXPECT_EQ(seen, expected);
}

// A crash just before the second save, and a successor that finds the first.
TEST(StableStore, ASuccessorGetsWhatWasSavedWhenItsPredecessorCrashed) {
  Store store;
  Store of_successor;
  int saves = 0;
  store.on_save([&](Store::Moment moment) {
    if (moment == Store::Moment::kBefore && ++saves == 2) of_successor.save(store.load().value());
  });
  store.save("a");
  store.save("b");
  EXPECT_EQ(of_successor.load(), "a");
}

TEST(StableStore, AnotherHookTakesThePlaceOfTheFirst) {
  Store store;
  int first = 0;
  int second = 0;
  store.on_save([&](Store::Moment) { ++first; });
  store.save("a");
  store.on_save([&](Store::Moment) { ++second; });
  store.save("b");
  store.on_save({});
  store.save("c");
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 2);
  EXPECT_EQ(store.load(), "c");
}

}  // namespace
}  // namespace under_test
