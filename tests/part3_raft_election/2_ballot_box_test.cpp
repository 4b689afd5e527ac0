// Time is virtual here: none passes while anybody can go on, so every answer is exact.
#include "2_ballot_box_test.hpp"

#include <stdexcept>

namespace under_test {
namespace {

// ---- Who has won? (5.2) ----

// Returns what is decided after these replies in a cluster of that size.
std::string outcome_after(std::size_t cluster_size, const std::string& replies) {
  BallotBox box(cluster_size, kTerm);
  record_all(box, replies);
  return outcome_now(box);
}

TEST(BallotBox, RefusesAClusterWithoutServers) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { BallotBox box(0, kTerm); }));
    EXPECT_FALSE(throws<std::invalid_argument>([] { BallotBox box(1, kTerm); }));
  };
}

TEST(BallotBox, NothingIsDecidedWithoutReplies) {
  EXPLORE {
    EXPECT_EQ(outcome_after(1, ""), "timed out");
    EXPECT_EQ(outcome_after(3, ""), "timed out");
  };
}

TEST(BallotBox, MoreThanHalfOfTheClusterElects) {
  EXPLORE {
    EXPECT_EQ(outcome_after(1, "y"), "won");
    EXPECT_EQ(outcome_after(2, "yy"), "won");
    EXPECT_EQ(outcome_after(3, "yy"), "won");
    EXPECT_EQ(outcome_after(5, "yyy"), "won");
    EXPECT_EQ(outcome_after(5, "ynyny"), "won");
    EXPECT_EQ(outcome_after(7, "nnnyyyy"), "won");
  };
}

TEST(BallotBox, MoreThanHalfOfTheRepliesIsNotEnough) {
  EXPLORE {
    EXPECT_EQ(outcome_after(3, "y"), "timed out");
    EXPECT_EQ(outcome_after(5, "yyn"), "timed out");
    EXPECT_EQ(outcome_after(7, "yyy"), "timed out");
  };
}

TEST(BallotBox, HalfOfTheClusterIsNotEnough) {
  EXPLORE {
    EXPECT_EQ(outcome_after(2, "y"), "timed out");
    EXPECT_EQ(outcome_after(4, "yyn"), "timed out");
    EXPECT_EQ(outcome_after(4, "yyy"), "won");
    EXPECT_EQ(outcome_after(6, "yynyn"), "timed out");
  };
}

TEST(BallotBox, LostAsSoonAsItCannotBeWon) {
  EXPLORE {
    EXPECT_EQ(outcome_after(1, "n"), "lost");
    EXPECT_EQ(outcome_after(3, "n"), "timed out");
    EXPECT_EQ(outcome_after(3, "nn"), "lost");
    EXPECT_EQ(outcome_after(5, "ynn"), "timed out");
    EXPECT_EQ(outcome_after(5, "ynnn"), "lost");
  };
}

// Two of four have refused: the two others are not more than half.
TEST(BallotBox, HalfOfTheClusterIsEnoughToRefuse) {
  EXPLORE {
    EXPECT_EQ(outcome_after(2, "n"), "lost");
    EXPECT_EQ(outcome_after(4, "n"), "timed out");
    EXPECT_EQ(outcome_after(4, "nn"), "lost");
    EXPECT_EQ(outcome_after(6, "ynnyn"), "lost");
  };
}

// Every order of replies in every cluster of up to seven servers, looked at after each reply.
TEST(BallotBox, EveryOrderOfReplies) {
  EXPLORE_WITH(.steps_max = 200'000) {
    for (std::size_t size = 1; size <= 7; ++size) {
      for (unsigned replies = 0; replies < 1U << size; ++replies) {
        BallotBox box(size, kTerm);
        std::size_t granted = 0;
        std::string decided = "timed out";
        for (ServerId from = 0; from < size; ++from) {
          const bool grants = (replies >> from) % 2 == 1;
          if (grants) ++granted;
          const std::size_t refused = from + 1 - granted;
          box.record(from, kTerm, grants);
          if (2 * granted > size) decided = "won";
          if (2 * (size - refused) <= size) decided = "lost";
          ASSERT_EQ(outcome_now(box), decided)
              << granted << " of " << size << " have granted, " << refused << " have refused";
        }
      }
    }
  };
}

TEST(BallotBox, ManyServersCount) {
  EXPLORE {
    BallotBox box(301, kTerm);
    for (ServerId from = 150; from < 300; ++from) box.record(from, kTerm, true);
    EXPECT_EQ(outcome_now(box), "timed out") << "150 of 301";
    for (ServerId from = 150; from < 300; ++from) box.record(from, kTerm, true);
    EXPECT_EQ(outcome_now(box), "timed out") << "the same 150 again";
    box.record(0, kTerm, true);
    EXPECT_EQ(outcome_now(box), "won") << "151 of 301";
  };
}

// ---- Which replies count? ----

TEST(BallotBox, EachServerCountsOnce) {
  EXPLORE {
    BallotBox box(5, kTerm);
    for (int copy = 0; copy < 3; ++copy) box.record(1, kTerm, true);
    for (int copy = 0; copy < 3; ++copy) box.record(2, kTerm, false);
    EXPECT_EQ(outcome_now(box), "timed out");
    record_all(box, "ynny");
    EXPECT_EQ(outcome_now(box), "won") << "0, 1 and 3 have granted";
  };
}

TEST(BallotBox, SecondReplyOfAServerCountsAsNothingWhateverItSays) {
  EXPLORE {
    BallotBox granted_first(3, kTerm);
    granted_first.record(1, kTerm, true);
    granted_first.record(1, kTerm, false);
    granted_first.record(2, kTerm, false);
    EXPECT_EQ(outcome_now(granted_first), "timed out") << "one grants, one refuses";
    granted_first.record(0, kTerm, true);
    EXPECT_EQ(outcome_now(granted_first), "won") << "1 has granted, and 0";

    BallotBox refused_first(3, kTerm);
    refused_first.record(1, kTerm, false);
    refused_first.record(1, kTerm, true);
    refused_first.record(0, kTerm, true);
    EXPECT_EQ(outcome_now(refused_first), "timed out") << "one refuses, one grants";
    refused_first.record(2, kTerm, false);
    EXPECT_EQ(outcome_now(refused_first), "lost") << "1 has refused, and 2";
  };
}

TEST(BallotBox, RepliesOfAnotherTermDoNotCount) {
  EXPLORE {
    for (const Term term : {Term{0}, kTerm - 1, kTerm + 1, kTerm + (Term{1} << 32U)}) {
      BallotBox box(3, kTerm);
      for (ServerId from = 0; from < 3; ++from) box.record(from, term, true);
      EXPECT_EQ(outcome_now(box), "timed out") << "granted in term " << term;
      for (ServerId from = 0; from < 3; ++from) box.record(from, term, false);
      EXPECT_EQ(outcome_now(box), "timed out") << "refused in term " << term;
      box.record(0, kTerm, true);
      box.record(1, kTerm, true);
      EXPECT_EQ(outcome_now(box), "won") << "the servers have not replied in this term before";
    }
  };
}

TEST(BallotBox, AnyTermMayHaveAnElection) {
  EXPLORE {
    for (const Term term : {Term{0}, Term{1}, ~Term{0}}) {
      BallotBox box(2, term);
      box.record(0, term, true);
      box.record(1, term, true);
      EXPECT_EQ(outcome_now(box), "won") << "in term " << term;
    }
  };
}

// ---- What was decided first stays. ----

TEST(BallotBox, MayBeAbandonedBeforeTheFirstReply) {
  EXPLORE {
    BallotBox box(3, kTerm);
    box.abandon();
    EXPECT_EQ(outcome_now(box), "abandoned");
  };
}

TEST(BallotBox, WhatWasDecidedFirstStays) {
  EXPLORE {
    BallotBox won(5, kTerm);
    record_all(won, "yyynn");
    won.abandon();
    EXPECT_EQ(outcome_now(won), "won");

    BallotBox lost(5, kTerm);
    record_all(lost, "nnnyy");
    lost.abandon();
    EXPECT_EQ(outcome_now(lost), "lost");

    BallotBox abandoned(3, kTerm);
    abandoned.abandon();
    record_all(abandoned, "yyy");
    abandoned.abandon();
    EXPECT_EQ(outcome_now(abandoned), "abandoned");

    BallotBox half_way(3, kTerm);
    half_way.record(0, kTerm, false);
    half_way.abandon();
    half_way.record(1, kTerm, false);
    EXPECT_EQ(outcome_now(half_way), "abandoned");
  };
}

TEST(BallotBox, WaitMayBeCalledAgain) {
  EXPLORE {
    BallotBox box(3, kTerm);
    record_all(box, "yy");
    EXPECT_EQ(outcome_of(box), "won");
    EXPECT_EQ(outcome_of(box), "won");
    EXPECT_EQ(outcome_now(box), "won");
  };
}

TEST(BallotBox, TwoBoxesHaveNothingInCommon) {
  EXPLORE {
    BallotBox first(3, kTerm);
    BallotBox second(3, kTerm);
    first.record(0, kTerm, true);
    second.record(1, kTerm, true);
    EXPECT_EQ(outcome_now(first), "timed out");
    second.record(2, kTerm, true);
    EXPECT_EQ(outcome_now(first), "timed out");
    EXPECT_EQ(outcome_now(second), "won");
    BallotBox third(3, kTerm + 1);
    EXPECT_EQ(outcome_now(third), "timed out");
  };
}

}  // namespace
}  // namespace under_test
