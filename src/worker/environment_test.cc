#include "worker/environment.h"

#include <cstdlib>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace muster::worker {
namespace {

constexpr const char* variable = "MUSTER_TEST_ID";

std::multimap<std::string, std::string> variables(const char* const* environment) {
  std::multimap<std::string, std::string> found;
  for (; *environment != nullptr; ++environment) {
    const std::string entry = *environment;
    const std::size_t equals = entry.find('=');
    found.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return found;
}

class Environments : public testing::Test {
 protected:
  void SetUp() override {
    ::unsetenv(variable);
    ::setenv("MUSTER_WORKER", "of an outer run", 1);
    ::setenv("MUSTER_SLOT", "of an outer run", 1);
    ::setenv("MUSTER_TEST_OTHER", "a=b c", 1);
  }
  void TearDown() override {
    for (const char* const name : {variable, "MUSTER_WORKER", "MUSTER_SLOT", "MUSTER_TEST_OTHER"})
      ::unsetenv(name);
  }
};

TEST_F(Environments, HaveTheRunAndTheWorkerOnceBesideTheUsers) {
  Environment environment(variable, "id");
  for (const int number : {1, 2, 4711}) {
    const auto found = variables(environment.for_worker(static_cast<std::size_t>(number), 3));
    ASSERT_EQ(found.count("MUSTER_WORKER"), 1U);
    EXPECT_EQ(found.find("MUSTER_WORKER")->second, std::to_string(number));
    ASSERT_EQ(found.count("MUSTER_SLOT"), 1U);
    EXPECT_EQ(found.find("MUSTER_SLOT")->second, "3");
    ASSERT_EQ(found.count(variable), 1U);
    EXPECT_EQ(found.find(variable)->second, "id");
    EXPECT_EQ(found.find("MUSTER_TEST_OTHER")->second, "a=b c");
  }
}

TEST_F(Environments, NameTheOuterRunsFirst) {
  ::setenv(variable, "outer", 1);
  Environment environment(variable, "inner");
  const auto found = variables(environment.for_worker(1, 1));
  ASSERT_EQ(found.count(variable), 1U);
  EXPECT_EQ(found.find(variable)->second, "outer/inner");
}

}  // namespace
}  // namespace muster::worker
