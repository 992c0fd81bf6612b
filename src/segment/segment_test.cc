#include "segment/segment.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include <gtest/gtest.h>

namespace muster::segment {
namespace {

constexpr Geometry small{2, 3 * page_bytes};

bool exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

TEST(Segment, IsSeenByWhoeverAttachesItsName) {
  const Segment segment = Segment::create(small);
  const os::Mapping attached = attach(segment.name(), small);
  std::strcpy(slab_at(attached, small, 1), "hello");
  EXPECT_STREQ(slab_at(segment.mapping(), small, 1), "hello");
}

TEST(Segment, IsForItsUserAlone) {
  const Segment segment = Segment::create(small);
  struct stat status {};
  ASSERT_EQ(::stat(segment.name().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, segment.is_in_dev_shm() ? 0600U : 0777U);
}

TEST(Segment, HasNoNameOnceItIsUnlinkedOrGone) {
  std::string name;
  {
    Segment segment = Segment::create(small);
    name = segment.name();
    if (!segment.is_in_dev_shm()) GTEST_SKIP() << "no /dev/shm";
    EXPECT_TRUE(exists(name));
    segment.unlink();
    EXPECT_FALSE(exists(name));
    const Segment other = Segment::create(small);
    name = other.name();
  }
  EXPECT_FALSE(exists(name));
}

TEST(Attach, RefusesASegmentOfAnotherSizeOrWithADamagedHeader) {
  const Segment segment = Segment::create(small);
  EXPECT_THROW(attach(segment.name(), Geometry{3, 3 * page_bytes}), std::runtime_error);
  EXPECT_THROW(attach(segment.name(), Geometry{3, 2 * page_bytes}), std::runtime_error);
  segment.mapping().data()[3] ^= 1;
  EXPECT_THROW(attach(segment.name(), small), std::runtime_error);
  EXPECT_THROW(attach("/dev/shm/muster-none", small), std::runtime_error);
}

TEST(Sweep, TakesTheSegmentsOfTheDeadAndSparesThoseOfTheLiving) {
  const Segment living = Segment::create(small);
  if (!living.is_in_dev_shm()) GTEST_SKIP() << "no /dev/shm";
  const std::string dead = "/dev/shm/muster-test-of-the-dead";
  const os::Fd file(::open(dead.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  ASSERT_TRUE(file);
  EXPECT_GE(sweep(), 1U);
  EXPECT_FALSE(exists(dead));
  EXPECT_TRUE(exists(living.name()));
}

class Slab : public testing::Test {
 protected:
  static constexpr std::uint32_t bytes = 3 * page_bytes;
  alignas(page_bytes) char slab[bytes] = {};

  void fill(SlabWriter& writer, std::uint32_t worker, std::string_view text) {
    ASSERT_GE(writer.space().size(), text.size());
    std::memcpy(writer.space().data(), text.data(), text.size());
    writer.add_data(worker, static_cast<std::uint32_t>(text.size()));
  }
};

TEST_F(Slab, IsReadAsItWasWritten) {
  SlabWriter writer(slab, bytes);
  fill(writer, 1, "ab");
  fill(writer, 1, "c");
  fill(writer, 0, "d");
  writer.add_mark(1, PieceKind::end);
  writer.finish();
  const auto pieces = read_slab(slab, bytes, 2);
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces[0].worker, 1U);
  EXPECT_EQ(pieces[0].bytes, "abc");
  EXPECT_EQ(pieces[1].worker, 0U);
  EXPECT_EQ(pieces[1].bytes, "d");
  EXPECT_EQ(pieces[2].kind, PieceKind::end);
}

TEST_F(Slab, HasRoomForATagUntilItIsFull) {
  const std::string tag(tag_bytes_max, 'x');
  SlabWriter writer(slab, bytes);
  fill(writer, 1, std::string(bytes - page_bytes - tag_bytes_max, 'y'));
  ASSERT_FALSE(writer.is_full());
  writer.add_tag(0, tag);
  EXPECT_TRUE(writer.is_full());
  writer.finish();
  const auto pieces = read_slab(slab, bytes, 2);
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[1].worker, 0U);
  EXPECT_EQ(pieces[1].kind, PieceKind::tag);
  EXPECT_EQ(pieces[1].bytes, tag);
}

TEST_F(Slab, IsFullWhenItsBytesOrItsPiecesAreUsedUp) {
  SlabWriter by_bytes(slab, bytes);
  by_bytes.add_data(0, static_cast<std::uint32_t>(by_bytes.space().size()));
  EXPECT_TRUE(by_bytes.is_full());
  EXPECT_TRUE(by_bytes.space().empty());
  SlabWriter by_pieces(slab, bytes);
  std::uint32_t pieces = 0;
  for (; !by_pieces.is_full(); ++pieces) by_pieces.add_mark(pieces, PieceKind::end);
  EXPECT_EQ(pieces, pieces_max);
  by_pieces.finish();
  EXPECT_EQ(read_slab(slab, bytes, pieces).size(), pieces);
}

TEST_F(Slab, IsRefusedWhenItsTableIsDamaged) {
  SlabWriter writer(slab, bytes);
  fill(writer, 1, "abc");
  writer.add_mark(1, PieceKind::end);
  writer.finish();
  const auto damaged = [&](auto change) {
    alignas(page_bytes) char copy[bytes];
    std::memcpy(copy, slab, bytes);
    PieceTable table;
    std::memcpy(&table, copy, sizeof table);
    change(table);
    std::memcpy(copy, &table, sizeof table);
    EXPECT_THROW(read_slab(copy, bytes, 2), std::runtime_error);
  };
  damaged([](PieceTable& table) { table.count = pieces_max + 1; });
  damaged([](PieceTable& table) { table.pieces[0].worker = 2; });
  damaged([](PieceTable& table) { table.pieces[0].bytes = bytes; });
  damaged([](PieceTable& table) { table.pieces[0].bytes = 0xFFFFFFFF; });
  damaged([](PieceTable& table) { table.pieces[0].kind = PieceKind{9}; });
  damaged([](PieceTable& table) { table.pieces[1].bytes = 1; });
  damaged([](PieceTable& table) { table.pieces[0] = {1, PieceKind::tag, tag_bytes_max + 1}; });
  damaged([](PieceTable& table) {  // two that fit alone but not together
    table.pieces[0].bytes = table.pieces[1].bytes = bytes - page_bytes;
    table.pieces[1].kind = PieceKind::data;
  });
}

}  // namespace
}  // namespace muster::segment
