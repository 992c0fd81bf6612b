#include "deliver/output_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <gtest/gtest.h>

#include "deliver/permissions.h"
#include "deliver/target.h"
#include "os/io.h"
#include "os/test_folder.h"

namespace muster::deliver {
namespace {

namespace fs = std::filesystem;

/// A folder with the file `old` in it, which says "old".
class InFolder : public testing::Test {
 protected:
  void SetUp() override { std::ofstream(at("old")) << "old"; }

  [[nodiscard]] std::string at(const std::string& name) const {
    return folder_.path() + '/' + name;
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream file(at(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(folder_.path()), {});
  }
  /// The errno with which `what` fails, 0 if it does not.
  template <typename What>
  static int error_of(const What& what) {
    try {
      what();
    } catch (const std::system_error& error) {
      return error.code().value();
    }
    return 0;
  }

 private:
  os::TestFolder folder_;
};

using OutputFiles = InFolder;
using Targets = InFolder;

TEST_F(OutputFiles, AreReplacedWhenTheyAreComplete) {
  OutputFile file(at("old"));
  os::write_all(file.fd().get(), "new", "cannot write");
  EXPECT_EQ(content("old"), "old");
  file.commit();
  EXPECT_EQ(content("old"), "new");
  EXPECT_EQ(files(), 1);
}

TEST_F(OutputFiles, StayAsTheyWereOtherwise) {
  {
    const OutputFile file(at("old"));
    os::write_all(file.fd().get(), "new", "cannot write");
    const OutputFile other(at("other"));
  }
  EXPECT_EQ(content("old"), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(OutputFiles, KeepTheModeOfWhatTheyReplace) {
  ASSERT_EQ(::chmod(at("old").c_str(), 0640), 0);
  OutputFile file(at("old"));
  file.commit();
  struct stat status {};
  ASSERT_EQ(::stat(at("old").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0640U);
}

TEST_F(OutputFiles, AreReplacedBehindTheLinksThatLeadToThem) {
  fs::create_symlink("old", at("near"));
  fs::create_symlink(at("near"), at("far"));
  OutputFile file(at("far"));
  os::write_all(file.fd().get(), "new", "cannot write");
  file.commit();
  EXPECT_EQ(content("old"), "new");
  EXPECT_TRUE(fs::is_symlink(at("far")));
  EXPECT_TRUE(fs::is_symlink(at("near")));
}

TEST_F(OutputFiles, ThatAreNoRegularFilesAreWrittenDirectly) {
  OutputFile file("/dev/null");
  EXPECT_TRUE(file.temporary_name().empty());
  file.commit();
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(OutputFiles, CannotBeFoldersOrInFoldersThatAreMissing) {
  EXPECT_EQ(error_of([&] { const OutputFile file(at("")); }), EISDIR);
  EXPECT_EQ(error_of([&] { const OutputFile file(at("missing/file")); }), ENOENT);
  EXPECT_EQ(error_of([&] { const OutputFile file(at("old/file")); }), ENOTDIR);
}

TEST_F(OutputFiles, HaveATemporaryNameBesideThem) {
  const OutputFile file(at("old"));
  EXPECT_EQ(fs::path(file.temporary_name()).parent_path(), fs::path(at("old")).parent_path());
  EXPECT_TRUE(fs::path(file.temporary_name()).filename().string().starts_with(".muster-"));
}

TEST_F(Targets, AreDescriptorsWhereTheNameIsOne) {
  EXPECT_EQ(find_target("/dev/stdout").descriptor, STDOUT_FILENO);
  EXPECT_EQ(find_target("/dev/fd/7").descriptor, 7);
  EXPECT_EQ(find_target("/proc/self/fd/12").descriptor, 12);
  fs::create_symlink("/dev/fd/2", at("link"));
  EXPECT_EQ(find_target(at("link")).descriptor, STDERR_FILENO);
  for (const char* const none : {"1", "fd", "007"})
    EXPECT_FALSE(find_target(at(none)).descriptor) << none;
}

TEST_F(Targets, AreFoundThroughLinksToWhatIsNotThereYet) {
  fs::create_symlink("new", at("link"));
  const Target target = find_target(at("link"));
  EXPECT_EQ(target.path, at("new"));
  EXPECT_FALSE(target.file);
}

TEST_F(Targets, AreNotFoundThroughLinksInACircle) {
  fs::create_symlink("b", at("a"));
  fs::create_symlink("a", at("b"));
  EXPECT_EQ(error_of([&] { (void)find_target(at("a")); }), ELOOP);
  EXPECT_EQ(error_of([] { (void)find_target(""); }), ENOENT);
}

TEST(Permissions, NobodyGainsByANewOwnerOrGroup) {
  for (mode_t mode = 0; mode <= 07777; ++mode) {
    EXPECT_EQ(kept_mode(mode, true, true), mode);
    for (const bool has_owner : {false, true}) {
      const mode_t kept = kept_mode(mode, has_owner, false);
      const mode_t owner = (mode >> 6U) & 7U, group = (mode >> 3U) & 7U, others = mode & 7U;
      // The old group is among the others, and so are those that were in neither.
      EXPECT_EQ(kept & 7U & ~(group & others), 0U) << mode;
      EXPECT_EQ(kept & 070U, 0U) << mode;
      // The old owner is one of the others too.
      EXPECT_EQ(kept & 7U & ~(has_owner ? 7U : owner), 0U) << mode;
      EXPECT_EQ(kept & 07000U, 0U) << mode;
    }
  }
}

}  // namespace
}  // namespace muster::deliver
