#ifndef MUSTER_WORKER_TEMPLATE_H
#define MUSTER_WORKER_TEMPLATE_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::worker {

/// What stands for the replacement strings of one job.
struct Replacements {
  std::span<const std::string> columns;     ///< of its inputs
  std::uint64_t number = 0;                 ///< {#}: of the job, from 1
  std::uint64_t slot = 1;                   ///< {%}
  std::optional<std::uint64_t> count = {};  ///< {##}: of all jobs; left alone if it is not known
};

/// A text with replacement strings, taken apart once and put together for each job. `{}` stands for
/// all columns, `{2}` and `{-1}` for one, `{name}` for one that has a name; `{.}`, `{/}`, `{//}`
/// and
/// `{/.}` for a part of a path, also after a number or a name. What is in braces and is none of
/// these stands for itself, and so does all that stands in a value.
class Template {
 public:
  /// Whether the job has inputs; else what stands for them is left alone.
  enum class Inputs : std::uint8_t { none, some };

  /// `names` are those of the columns.
  Template(std::string_view text, Inputs inputs, std::span<const std::string> names = {});

  /// Appends the text to `line`, each value as it is, or quoted for the shell; a blank between
  /// several that stand in the same place. A column that does not exist gives nothing.
  void append(const Replacements& replacements, bool is_quoted, std::string& line) const;
  /// Appends the text as a word; one that is nothing but a replacement string becomes as many words
  /// as it stands for values.
  void append_words(const Replacements& replacements, std::vector<std::string>& words) const;

  [[nodiscard]] bool has_fields() const { return has_fields_; }
  /// Whether {##} is in it.
  [[nodiscard]] bool needs_count() const { return needs_count_; }

 private:
  /// Of the job.
  enum class Number : std::uint8_t { number, slot, count };
  /// The part of a path.
  enum class Part : std::uint8_t { whole, without_extension, base, folder, base_without_extension };
  /// Of its inputs.
  struct Columns {
    std::int32_t position = 0;  ///< from 1, or negative from the end; 0: all
    Part part = Part::whole;

    bool operator==(const Columns&) const = default;
  };
  using Field = std::variant<std::string, Number, Columns>;

  static std::optional<Field> field_of(std::string_view text, Inputs inputs,
                                       std::span<const std::string> names);
  static std::span<const std::string> selected(std::int32_t position,
                                               const Replacements& replacements);
  static std::string number_of(Number number, const Replacements& replacements);
  static std::string part_of(const std::string& path, Part part);

  std::vector<Field> fields_;
  bool has_fields_ = false;
  bool needs_count_ = false;
};

}  // namespace muster::worker

#endif
