#include "init/tasks.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::init {
namespace {

using Argv = std::vector<std::string>;

plan::Commands commands(Argv words, Argv inputs) {
  plan::Commands commands;
  commands.words = std::move(words);
  commands.inputs = input::Inputs{.sources = {{.values = std::move(inputs)}}};
  return commands;
}

TEST(Tasks, AreOneForEachInput) {
  const plan::Commands two = commands({"echo", "{}", "{#}/{##}", "{%}"}, {"a", "b"});
  Tasks tasks(two);
  EXPECT_EQ(tasks.count(), 2U);
  ASSERT_EQ(tasks.take(), Tasks::Next::given);
  ASSERT_EQ(tasks.take(), Tasks::Next::given);
  EXPECT_EQ(tasks.take(), Tasks::Next::none);
  EXPECT_EQ(tasks.task(0, 4).argv, (Argv{"echo", "a", "1/2", "5"}));
  EXPECT_EQ(tasks.task(1, 0).argv, (Argv{"echo", "b", "2/2", "1"}));
  EXPECT_EQ(tasks.title(0), "echo a 1/2 5");
  EXPECT_EQ(tasks.command(1), "echo b 2/2 1");
}

TEST(Tasks, WithoutInputsAreAllTheSame) {
  plan::Commands three;
  three.words = {"echo {} {#}"};
  three.count = 3;
  three.tag = "{#}";
  Tasks tasks(three);
  EXPECT_EQ(tasks.count(), 3U);
  for (int i = 0; i < 3; ++i) ASSERT_EQ(tasks.take(), Tasks::Next::given);
  EXPECT_EQ(tasks.take(), Tasks::Next::none);
  EXPECT_EQ(tasks.task(2, 0).argv, (Argv{"/bin/sh", "-c", "echo {} 3"}));
  EXPECT_EQ(tasks.tag(2), "3");
}

TEST(Tasks, KnowTheNamesOfThoseThatWereOverOfLate) {
  Argv inputs;
  for (int i = 0; i < 5000; ++i) inputs.push_back(std::to_string(i));
  plan::Commands many = commands({"echo"}, inputs);
  many.tag = "{#}";
  Tasks tasks(many);
  for (std::uint32_t i = 0; i < 5000; ++i) {
    ASSERT_EQ(tasks.take(), Tasks::Next::given);
    if (i != 7) tasks.forget(i);
  }
  EXPECT_EQ(tasks.title(0), "");
  EXPECT_EQ(tasks.title(7), "echo 7");
  EXPECT_EQ(tasks.tag(0), "");
  EXPECT_EQ(tasks.title(4999), "echo 4999");
  EXPECT_EQ(tasks.tag(4999), "5000");
}

TEST(Tasks, RefuseATagThatCannotStandBeforeARecord) {
  plan::Commands two = commands({"echo"}, {"a", "b\nc"});
  two.tag = "<{}>";
  Tasks tasks(two);
  EXPECT_EQ(tasks.take(), Tasks::Next::given);
  EXPECT_THROW(tasks.take(), BadTag);
  two.tag = std::string(5000, 'x');
  EXPECT_THROW(Tasks(two).take(), BadTag);
}

}  // namespace
}  // namespace muster::init
