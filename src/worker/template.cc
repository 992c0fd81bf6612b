#include "worker/template.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

#include "os/quoting.h"

namespace muster::worker {
namespace {

std::string_view without_extension(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const bool has_extension =
      dot != std::string_view::npos && path.find('/', dot) == std::string_view::npos;
  return has_extension ? path.substr(0, dot) : path;
}

std::string_view base_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// All but the first character may go.
std::string_view without_slashes_at_end(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return path;
}

std::string_view folder_of(std::string_view path) {
  path = without_slashes_at_end(path);
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return without_slashes_at_end(path.substr(0, slash + 1));
}

/// A position: from 1, or from -1.
std::optional<std::int32_t> position_of(std::string_view text) {
  std::int32_t position = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, position);
  const bool has_zero_first = text.starts_with('0') || text.starts_with("-0");
  if (text.empty() || error != std::errc() || stop != end || has_zero_first) return std::nullopt;
  return position;
}

}  // namespace

std::string Template::part_of(const std::string& path, Part part) {
  switch (part) {
    case Part::whole:
      break;
    case Part::without_extension:
      return std::string(without_extension(path));
    case Part::base:
      return std::string(base_of(path));
    case Part::folder:
      return std::string(folder_of(path));
    case Part::base_without_extension:
      return std::string(without_extension(base_of(path)));
  }
  return path;
}

/// What `text`, from between braces, stands for.
std::optional<Template::Field> Template::field_of(std::string_view text, Inputs inputs,
                                                  std::span<const std::string> names) {
  if (text == "#") return Number::number;
  if (text == "##") return Number::count;
  if (text == "%") return Number::slot;
  if (inputs == Inputs::none) return std::nullopt;
  constexpr std::array<std::pair<std::string_view, Part>, 5> suffixes{{
      {"", Part::whole},
      {"/.", Part::base_without_extension},
      {"//", Part::folder},
      {"/", Part::base},
      {".", Part::without_extension},
  }};
  for (const auto& [suffix, part] : suffixes) {
    if (!text.ends_with(suffix)) continue;
    const std::string_view column = text.substr(0, text.size() - suffix.size());
    if (column.empty()) return Columns{0, part};
    if (const auto position = position_of(column)) return Columns{*position, part};
    const auto name = std::find(names.begin(), names.end(), column);
    if (name != names.end())
      return Columns{static_cast<std::int32_t>(name - names.begin()) + 1, part};
  }
  return std::nullopt;
}

Template::Template(std::string_view text, Inputs inputs, std::span<const std::string> names) {
  std::string literal;
  const auto end_literal = [&] {
    if (!literal.empty()) fields_.emplace_back(std::exchange(literal, {}));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    std::optional<Field> field;
    if (end != std::string_view::npos)
      field = field_of(text.substr(i + 1, end - i - 1), inputs, names);
    if (!field) {
      literal += text[i];
      continue;
    }
    end_literal();
    has_fields_ = true;
    needs_count_ = needs_count_ || *field == Field(Number::count);
    fields_.push_back(*std::move(field));
    i = end;
  }
  end_literal();
}

/// The columns that a position stands for.
std::span<const std::string> Template::selected(std::int32_t position,
                                                const Replacements& replacements) {
  const auto count = static_cast<std::int64_t>(replacements.columns.size());
  if (position == 0) return replacements.columns;
  const std::int64_t index = position > 0 ? position - 1 : count + position;
  if (index < 0 || index >= count) return {};
  return replacements.columns.subspan(static_cast<std::size_t>(index), 1);
}

std::string Template::number_of(Number number, const Replacements& replacements) {
  switch (number) {
    case Number::number:
      return std::to_string(replacements.number);
    case Number::slot:
      return std::to_string(replacements.slot);
    case Number::count:
      break;
  }
  return replacements.count ? std::to_string(*replacements.count) : "{##}";
}

void Template::append(const Replacements& replacements, bool is_quoted, std::string& line) const {
  for (const Field& field : fields_) {
    if (const auto* const literal = std::get_if<std::string>(&field)) {
      line += *literal;
    } else if (const auto* const number = std::get_if<Number>(&field)) {
      line += number_of(*number, replacements);
    } else {
      const auto& columns = std::get<Columns>(field);
      bool is_first = true;
      for (const std::string& column : selected(columns.position, replacements)) {
        if (!std::exchange(is_first, false)) line += ' ';
        const std::string part = part_of(column, columns.part);
        line += is_quoted ? os::quoted_word(part) : part;
      }
    }
  }
}

void Template::append_words(const Replacements& replacements,
                            std::vector<std::string>& words) const {
  const auto* const columns =
      fields_.size() == 1 ? std::get_if<Columns>(&fields_.front()) : nullptr;
  if (columns == nullptr) return append(replacements, false, words.emplace_back());
  for (const std::string& column : selected(columns->position, replacements))
    words.push_back(part_of(column, columns->part));
}

}  // namespace muster::worker
