#include "account.hpp"

#include <gtest/gtest.h>

#include <interleave/gtest.hpp>

TEST(Account, NothingIsLost) {
  EXPLORE {
    Account account;
    interleave::together({"anna", [&] { account.deposit(5); }},
                         {"ben", [&] { account.deposit(7); }});
    EXPECT_EQ(account.balance(), 12);
  };
}

TEST(Account, OnlyOneOfTwoGetsTheLastCoin) {
  EXPLORE {
    Account account;
    account.deposit(1);
    bool anna = false;
    bool ben = false;
    interleave::together({"anna", [&] { anna = account.withdraw(1); }},
                         {"ben", [&] { ben = account.withdraw(1); }});
    EXPECT_NE(anna, ben);
  };
}
