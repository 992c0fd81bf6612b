#include "plan/codec.h"

#include <chrono>
#include <cstddef>
#include <string>

#include <gtest/gtest.h>

#include "os/io.h"
#include "os/pipe.h"

namespace muster::plan {
namespace {

plan::Run some_run() {
  plan::Run run;
  run.records.framing = '\0';
  run.order.keys.emplace_back().reverse = true;
  run.order.keys.emplace_back().kind = key::KeyKind::numeric;
  run.order.ties = order::Ties::first_only;
  run.selection = {10, 1, true};
  run.budget = {std::uint64_t{1} << 20U, {"/tmp", "/var/tmp"}, 4};
  run.jobs.max = 7;
  run.jobs.retries = 2;
  run.jobs.timeout = std::chrono::seconds(5);
  run.jobs.halt = {Halt::When::soon, Halt::After::failures, 3};
  run.jobs.staging = true;
  run.commands.words = {"zcat", "{}"};
  run.commands.inputs = input::Inputs{.sources = {{.values = {"a b", "", std::string("x\0y", 3)}},
                                                  {.path = "-", .is_linked = true}},
                                      .ends_with_nul = true,
                                      .column_separator = ",",
                                      .has_names = true,
                                      .rows_max = 3};
  run.commands.tag = "{#}";
  run.history = {"log", true, "results"};
  run.destination.path = "out";
  run.bytes_expected = 42;
  run.unlinks_late = true;
  return run;
}

TEST(Codec, APlanIsReadBackAsItWasWritten) {
  const plan::Run run = some_run();
  const std::string bytes = encode(run);
  const plan::Run read = decode<plan::Run>(bytes);
  EXPECT_EQ(encode(read), bytes);
  EXPECT_EQ(read.records.framing.delimiter(), '\0');
  EXPECT_EQ(read.order.keys.size(), 2U);
  EXPECT_EQ(read.order.keys[1].kind, key::KeyKind::numeric);
  EXPECT_EQ(read.jobs.timeout, run.jobs.timeout);
  ASSERT_TRUE(read.commands.inputs);
  ASSERT_EQ(read.commands.inputs->sources.size(), 2U);
  EXPECT_EQ(read.commands.inputs->sources[0].values, run.commands.inputs->sources[0].values);
  EXPECT_EQ(read.commands.inputs->sources[1].path, "-");
  EXPECT_TRUE(read.commands.inputs->sources[1].is_linked);
  EXPECT_TRUE(read.commands.inputs->ends_with_nul);
  EXPECT_EQ(read.commands.inputs->column_separator, ",");
  EXPECT_TRUE(read.commands.inputs->has_names);
  EXPECT_EQ(read.commands.inputs->rows_max, 3U);
  EXPECT_EQ(read.history.resumed_log, run.history.resumed_log);
  EXPECT_EQ(read.history.results, run.history.results);
  EXPECT_EQ(read.destination.path, run.destination.path);
}

TEST(Codec, ASortIsReadBackAsItWasWritten) {
  Sort sort;
  sort.inputs = {"-", "a"};
  sort.records = {record::Framing::of_size(8), key::KeyKind::u64};
  sort.merged_max = 3;
  const Sort read = decode<Sort>(encode(sort));
  EXPECT_EQ(encode(read), encode(sort));
  EXPECT_EQ(read.inputs, sort.inputs);
  EXPECT_EQ(read.records.framing.bytes(), 8U);
}

TEST(Codec, EveryCutIsFoundOut) {
  const std::string bytes = encode(some_run());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(decode<plan::Run>(std::string_view(bytes).substr(0, size)), CutShort) << size;
  EXPECT_THROW(decode<plan::Run>(bytes + '\0'), FormatError);
}

TEST(Codec, WhatIsOutOfBoundsIsRefused) {
  const auto is_refused = [](auto&& spoil) {
    plan::Run run = some_run();
    spoil(run);
    try {
      (void)decode<plan::Run>(encode(run));
      return false;
    } catch (const FormatError&) {
      return true;
    }
  };
  EXPECT_FALSE(is_refused([](plan::Run&) {}));
  EXPECT_TRUE(is_refused([](plan::Run& run) { run.order.release = order::ReleaseRule{17}; }));
  EXPECT_TRUE(is_refused([](plan::Run& run) { run.order.keys[0].kind = key::KeyKind{99}; }));
  EXPECT_TRUE(is_refused([](plan::Run& run) { run.order.ties = order::Ties{9}; }));
  EXPECT_TRUE(is_refused([](plan::Run& run) { run.jobs.halt.count = 0; }));
  EXPECT_TRUE(is_refused([](plan::Run& run) { run.jobs.staging = false; }));  // there are retries
  EXPECT_TRUE(is_refused([](plan::Run& run) { run.budget.temporary_folders.clear(); }));
  EXPECT_TRUE(is_refused([](plan::Run& run) { run.history.resumed_log.reset(); }));
  EXPECT_TRUE(is_refused([](plan::Run& run) { run.destination.format = deliver::Format::values; }));
  EXPECT_TRUE(is_refused([](plan::Run& run) {
    run.commands.words.clear();
    run.commands.inputs.reset();
  }));
}

TEST(Codec, ATruthValueIsZeroOrOne) {
  Selection selection{1, 2, true};
  Writer writer;
  writer(selection);
  std::string some = writer.take();
  some.back() = 2;
  Reader reader(some);
  EXPECT_THROW(reader(selection), FormatError);
}

/// What read_bytes() makes of `bytes` in a pipe.
std::string read_from(const std::string& bytes, Kind kind) {
  os::Pipe pipe = os::make_pipe();
  os::write_all(pipe.write_end.get(), bytes, "cannot write a pipe");
  pipe.write_end.reset();
  return read_bytes(pipe.read_end, kind);
}

TEST(Codec, ADescriptorGivesThePlanThatWasWrittenToIt) {
  const std::string plan = encode(some_run());
  os::Pipe pipe = os::make_pipe();
  ASSERT_TRUE(write_bytes(pipe.write_end.get(), Kind::run, plan));
  os::write_all(pipe.write_end.get(), "what follows", "cannot write a pipe");
  EXPECT_EQ(read_bytes(pipe.read_end, Kind::run), plan);
}

TEST(Codec, WhatIsNoPlanIsRefused) {
  const std::string plan = encode(some_run());
  os::Pipe pipe = os::make_pipe();
  ASSERT_TRUE(write_bytes(pipe.write_end.get(), Kind::run, plan));
  std::string bytes(sizeof(Head) + plan.size(), '\0');
  ASSERT_EQ(os::read_full(pipe.read_end, bytes, "cannot read a pipe"), bytes.size());

  EXPECT_EQ(read_from(bytes, Kind::run), plan);
  EXPECT_THROW(read_from(bytes, Kind::sort), FormatError);
  EXPECT_THROW(read_from("", Kind::run), CutShort);
  EXPECT_THROW(read_from(bytes.substr(0, bytes.size() - 1), Kind::run), CutShort);
  for (const std::size_t at : {std::size_t{0}, offsetof(Head, version), offsetof(Head, bytes) + 7,
                               offsetof(Head, checksum), bytes.size() - 1}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    EXPECT_THROW(read_from(damaged, Kind::run), FormatError) << at;
  }
}

}  // namespace
}  // namespace muster::plan
