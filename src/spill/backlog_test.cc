#include "spill/backlog.h"

#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <random>
#include <string>
#include <system_error>
#include <vector>

#include <gtest/gtest.h>

namespace muster::spill {
namespace {

const Backlog::Limits tiny{1000, "/tmp", 1};

/// All that is left of a queue.
std::string drain(Backlog& backlog, std::uint32_t queue) {
  std::string text;
  for (std::string_view front = backlog.front(queue); !front.empty();
       front = backlog.front(queue)) {
    EXPECT_EQ(front.back(), '\n');
    text += front;
    backlog.pop(queue);
  }
  return text;
}

/// A folder of its own, and the file without a name that a backlog has made there.
class Spilled {
 public:
  Spilled() { EXPECT_NE(::mkdtemp(folder_.data()), nullptr); }
  Spilled(const Spilled&) = delete;
  Spilled& operator=(const Spilled&) = delete;
  ~Spilled() { EXPECT_EQ(::rmdir(folder_.c_str()), 0); }

  [[nodiscard]] const std::string& folder() const { return folder_; }

  /// Its descriptor, which is the backlog's; -1 if there is none.
  [[nodiscard]] int file() const {
    for (int fd = 3; fd < 100; ++fd) {
      std::string target(PATH_MAX, '\0');
      const ssize_t bytes =
          ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), target.data(), target.size());
      if (bytes > 0 && target.starts_with(folder_ + "/")) return fd;
    }
    return -1;
  }

  /// What the file takes of the disk.
  [[nodiscard]] std::size_t disk_bytes() const {
    struct stat status {};
    EXPECT_EQ(::fstat(file(), &status), 0);
    return static_cast<std::size_t>(status.st_blocks) * 512;
  }

 private:
  std::string folder_ = "/tmp/muster-test-XXXXXX";
};

TEST(Backlog, GivesBackEachQueueInOrder) {
  Backlog backlog('\n', {1 << 20, "/nowhere", 2});
  backlog.push(0, "a\nb\n");
  backlog.push(7, "x\n");
  backlog.push(0, "c\n");
  EXPECT_EQ(backlog.front(1), "");
  EXPECT_EQ(drain(backlog, 0), "a\nb\nc\n");
  EXPECT_EQ(drain(backlog, 7), "x\n");
  EXPECT_EQ(backlog.memory_bytes(), 0U);
}

TEST(Backlog, KeepsAFrontWhereItIsWhileMoreComes) {
  Backlog backlog('\n', tiny);
  backlog.push(0, "first\n");
  const std::string_view front = backlog.front(0);
  for (int i = 0; i < 1000; ++i) {
    backlog.push(0, "another\n");
    backlog.push(1, "another\n");
  }
  EXPECT_EQ(front, "first\n");
  EXPECT_EQ(backlog.front(0).data(), front.data());
}

/// Pushes and pops at random, beside plain queues of records.
TEST(Backlog, GivesBackTheSameHoweverLittleMemoryItHas) {
  for (const std::size_t memory_bytes : {1U, 1000U, 30'000U, 1U << 20U}) {
    std::mt19937 random(11);
    Backlog backlog('\n', {memory_bytes, "/tmp", 5});
    std::vector<std::string> expected(5);
    for (int i = 0; i < 4000; ++i) {
      const auto queue = static_cast<std::uint32_t>(random() % 5);
      if (random() % 3 == 0) {
        const std::string_view front = backlog.front(queue);
        ASSERT_EQ(front, expected[queue].substr(0, front.size()));
        ASSERT_EQ(front.empty(), expected[queue].empty());
        if (front.empty()) continue;
        expected[queue].erase(0, front.size());
        backlog.pop(queue);
      } else {
        std::string records;
        for (auto n = random() % 20 + 1; n > 0; --n)
          records += std::string(random() % 50, static_cast<char>('a' + i % 26)) + '\n';
        backlog.push(queue, records);
        expected[queue] += records;
      }
    }
    for (std::uint32_t queue = 0; queue < 5; ++queue)
      ASSERT_EQ(drain(backlog, queue), expected[queue]);
    EXPECT_EQ(backlog.memory_bytes(), 0U);
  }
}

TEST(Backlog, HoldsThousandsOfSmallTailsInLittleMemory) {
  constexpr std::uint32_t queues = 5000;
  constexpr std::size_t memory_bytes = 100'000;
  Backlog backlog('\n', {memory_bytes, "/tmp", 1});
  for (int round = 0; round < 10; ++round) {
    for (std::uint32_t queue = 0; queue < queues; ++queue) {
      backlog.push(queue, std::to_string(queue) + ' ' + std::to_string(round) + '\n');
      ASSERT_LE(backlog.memory_bytes(), memory_bytes);
    }
  }
  for (std::uint32_t queue = 0; queue < queues; ++queue) {
    std::string expected;
    for (int round = 0; round < 10; ++round)
      expected += std::to_string(queue) + ' ' + std::to_string(round) + '\n';
    ASSERT_EQ(drain(backlog, queue), expected);
  }
  EXPECT_EQ(backlog.memory_bytes(), 0U);
}

TEST(Backlog, TakesARecordThatIsLongerThanItsMemory) {
  Backlog backlog('\n', tiny);
  const std::string records = "a\n" + std::string(3'000'000, 'x') + "\nb\n";
  backlog.push(0, records);
  backlog.push(1, "c\n");
  EXPECT_LE(backlog.memory_bytes(), tiny.memory_bytes);
  EXPECT_EQ(drain(backlog, 0), records);
  EXPECT_EQ(drain(backlog, 1), "c\n");
}

TEST(Backlog, HoldsNoMoreThanItsLimitWhenAQueueIsReadBack) {
  constexpr std::size_t memory_bytes = 1 << 20;
  Backlog backlog('\n', {memory_bytes, "/tmp", 2});
  std::string records;
  for (int i = 0; i < 10'000; ++i) records += std::to_string(i) + '\n';
  for (int i = 0; i < 200; ++i) backlog.push(i % 2, records);
  for (int i = 0; i < 40; ++i) {
    backlog.push(0, records);
    ASSERT_FALSE(backlog.front(1).empty());
    ASSERT_LE(backlog.memory_bytes(), memory_bytes);
    backlog.pop(1);
  }
}

TEST(Backlog, ForgetsAQueueThatIsCleared) {
  const Spilled spilled;
  Backlog backlog('\n', {1000, spilled.folder(), 1});
  const std::string records = std::string(600, 'x') + '\n';
  for (int i = 0; i < 100; ++i) backlog.push(i % 2, records);
  backlog.front(0);
  backlog.clear(0);
  backlog.clear(0);
  EXPECT_EQ(backlog.front(0), "");
  backlog.push(0, "new\n");
  EXPECT_EQ(drain(backlog, 0), "new\n");
  EXPECT_EQ(drain(backlog, 1).size(), 50 * records.size());
  EXPECT_EQ(backlog.memory_bytes(), 0U);
}

TEST(Backlog, MakesNoFileUntilItNeedsOne) {
  const Spilled spilled;
  Backlog backlog('\n', {10'000, spilled.folder(), 1});
  backlog.push(0, "a\n");
  EXPECT_EQ(spilled.file(), -1);
  backlog.push(0, std::string(20'000, 'x') + '\n');
  EXPECT_NE(spilled.file(), -1);
}

TEST(Backlog, GivesDiskSpaceBackAsItIsRead) {
  const Spilled spilled;
  Backlog backlog('\n', {1000, spilled.folder(), 1});
  std::mt19937 random(3);
  std::string noise(50'000, ' ');  // which lz4 cannot make much smaller
  for (char& c : noise) c = static_cast<char>('a' + random() % 16);
  noise.back() = '\n';
  for (int i = 0; i < 100; ++i) backlog.push(0, noise);
  const std::size_t full = spilled.disk_bytes();
  ASSERT_GT(full, 1'000'000U);
  for (int i = 0; i < 90; ++i) {
    ASSERT_EQ(backlog.front(0), noise);
    backlog.pop(0);
  }
  EXPECT_LT(spilled.disk_bytes(), full / 5);
  EXPECT_EQ(drain(backlog, 0).size(), 10 * noise.size());
  EXPECT_EQ(spilled.disk_bytes(), 0U);
}

/// Every byte of the file, changed in turn: an error, never other data.
TEST(Backlog, RefusesABlockThatHasChanged) {
  std::size_t bytes = 1;
  for (std::size_t at = 0; at < bytes; ++at) {
    const Spilled spilled;
    Backlog backlog('\n', {1, spilled.folder(), 1});
    backlog.push(0, "one\ntwo\nthree\n");
    const int file = spilled.file();
    bytes = static_cast<std::size_t>(::lseek(file, 0, SEEK_END));
    ASSERT_GT(bytes, 16U);
    char byte = 0;
    ASSERT_EQ(::pread(file, &byte, 1, static_cast<off_t>(at)), 1);
    byte = static_cast<char>(byte ^ 0x41);
    ASSERT_EQ(::pwrite(file, &byte, 1, static_cast<off_t>(at)), 1);
    EXPECT_THROW(backlog.front(0), DamagedRun) << at;
  }
}

TEST(Backlog, RefusesAFileThatWasCutShort) {
  const Spilled spilled;
  Backlog backlog('\n', {1, spilled.folder(), 1});
  backlog.push(0, "one\ntwo\nthree\n");
  ASSERT_EQ(::ftruncate(spilled.file(), 20), 0);
  EXPECT_THROW(backlog.front(0), DamagedRun);
}

TEST(Backlog, NamesTheFolderThatCannotBeWritten) {
  Backlog missing('\n', {1, "/tmp/is/not/there", 1});
  try {
    missing.push(0, "a\n");
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_NE(std::string(error.what()).find("/tmp/is/not/there"), std::string::npos);
  }
}

}  // namespace
}  // namespace muster::spill
