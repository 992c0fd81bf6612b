#include "spill/run_file.h"

#include <unistd.h>

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "sort/sorter.h"
#include "spill/bounded_sorter.h"

namespace muster::spill {
namespace {

os::Fd written(const std::vector<std::string>& blocks) {
  const order::Comparison comparison{order::Order{}};
  Folder folder("/tmp");
  RunWriter writer(folder, {{comparison, '\n', false}, 1000});
  for (const std::string& block : blocks) writer.write(block);
  return writer.finish().file;
}

/// The first block is compressed, the other is not.
os::Fd small_run() {
  return written({std::string(200, 'a') + '\n', "one\ntwo\n"});
}

std::string read_all(const os::Fd& file) {
  RunReader reader(file);
  std::string text;
  for (std::string_view block = reader.next(); !block.empty(); block = reader.next()) text += block;
  return text;
}

TEST(RunFile, GivesBackItsBlocks) {
  const std::string large(3'000'000, 'x');
  EXPECT_EQ(read_all(written({})), "");
  EXPECT_EQ(read_all(written({"a\n", "bc\n", large})), "a\nbc\n" + large);
}

/// Every byte of a small run, changed in turn: an error, never other data.
TEST(RunFile, IsRefusedWhenAnyByteOfItHasChanged) {
  const os::Fd original = small_run();
  const auto bytes = ::lseek(original.get(), 0, SEEK_END);
  ASSERT_GT(bytes, 56);
  ASSERT_LT(bytes, 150);
  for (off_t at = 0; at < bytes; ++at) {
    const os::Fd file = small_run();
    char byte = 0;
    ASSERT_EQ(::pread(file.get(), &byte, 1, at), 1);
    byte = static_cast<char>(byte ^ 0x41);
    ASSERT_EQ(::pwrite(file.get(), &byte, 1, at), 1);
    EXPECT_THROW(read_all(file), DamagedRun) << at;
  }
}

TEST(RunFile, IsRefusedWhenItIsCutShortAnywhere) {
  const os::Fd original = small_run();
  const auto bytes = ::lseek(original.get(), 0, SEEK_END);
  for (off_t size = 0; size < bytes; ++size) {
    const os::Fd file = small_run();
    ASSERT_EQ(::ftruncate(file.get(), size), 0);
    EXPECT_THROW(read_all(file), DamagedRun) << size;
  }
}

/// Sizes that the file cannot hold are found before memory is taken for them.
TEST(RunFile, IsNotBelievedWhenItSaysMoreThanItCanHold) {
  struct Sizes {
    std::uint32_t raw_bytes;
    std::uint32_t stored_bytes;
  };
  const std::uint32_t large = std::uint32_t{1} << 30U;
  for (const Sizes sizes : {Sizes{large, 4}, Sizes{large, large}, Sizes{4, large}}) {
    const os::Fd file = written({"one\ntwo\n"});
    ASSERT_EQ(::pwrite(file.get(), &sizes, sizeof sizes, 0), 8);
    try {
      read_all(file);
      ADD_FAILURE() << sizes.raw_bytes << ' ' << sizes.stored_bytes;
    } catch (const DamagedRun& damage) {
      EXPECT_STREQ(damage.what(), "a temporary file is damaged: a block's size");
    }
  }
}

TEST(Folder, ThatIsNotThereIsNamed) {
  try {
    const Folder folder("/tmp/is/not/there");
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_NE(std::string(error.what()).find("/tmp/is/not/there"), std::string::npos);
  }
}

/// What a sorter releases with so little memory that it spills every few records, and more often
/// than runs are merged at a time, next to what one does that never spills.
TEST(BoundedSorter, ReleasesTheSameHoweverOftenItSpills) {
  std::mt19937 random(5);
  std::vector<order::Order> orders(4);
  orders[1] = order::numeric_order();
  orders[2].keys.emplace_back().last_field = 0;
  orders[2].ties = order::Ties::input_order;
  orders[3] = orders[2];
  orders[3].ties = order::Ties::first_only;
  for (const order::Order& order : orders) {
    BoundedSorter bounded(order, '\n', {1000, {"/tmp"}, 2});
    sort::Sorter unbounded(order, '\n', 2);
    for (int i = 0; i < 3000; ++i) {
      const std::string record = std::to_string(random() % 50) + (i % 3 == 0 ? " " : ".5 ") +
                                 std::string(random() % 100, 'x') + '\n';
      const std::uint64_t source = random() % 3;
      bounded.add(record, source);
      unbounded.add(record, source);
    }
    std::string got;
    std::string expected;
    bounded.release([&](std::string_view bytes) { got += bytes; });
    unbounded.release([&](std::string_view bytes) { expected += bytes; });
    ASSERT_EQ(got, expected);
  }
}

}  // namespace
}  // namespace muster::spill
