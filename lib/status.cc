// A reader of the lines of JSON that muster writes, and of no others: objects of texts, whole
// numbers, truth values, null, and lists of texts. What a text has of \udcXX is a byte.

#include "status.h"

#include <charconv>
#include <map>
#include <utility>

namespace muster::lib {
namespace {

constexpr std::int64_t protocol = 1;

struct Value {
  std::optional<std::int64_t> number;
  std::optional<std::string> text;
  std::vector<std::string> texts;
};
using Event = std::map<std::string, Value, std::less<>>;

class Line {
 public:
  explicit Line(std::string_view text) : text_(text) {}

  Event event() {
    Event event;
    expect('{');
    for (bool is_first = true; !take('}'); is_first = false) {
      if (!is_first) expect(',');
      std::string name = string();
      expect(':');
      event.insert_or_assign(std::move(name), value());
    }
    skip_blanks();
    if (!text_.empty()) fail();
    return event;
  }

 private:
  [[noreturn]] static void fail() { throw BadStatus("the status of muster cannot be read"); }

  void skip_blanks() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\t')) text_.remove_prefix(1);
  }
  bool take(char c) {
    skip_blanks();
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!take(c)) fail();
  }
  bool take_word(std::string_view word) {
    if (text_.substr(0, word.size()) != word) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  char next() {
    if (text_.empty()) fail();
    const char c = text_[0];
    text_.remove_prefix(1);
    return c;
  }

  Value value() {
    skip_blanks();
    Value value;
    if (take_word("null") || take_word("true") || take_word("false")) return value;
    if (!text_.empty() && text_[0] == '"') {
      value.text = string();
    } else if (take('[')) {
      for (bool is_first = true; !take(']'); is_first = false) {
        if (!is_first) expect(',');
        value.texts.push_back(string());
      }
    } else {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), number);
      if (error != std::errc()) fail();
      text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
      value.number = number;
    }
    return value;
  }

  std::string string() {
    expect('"');
    std::string string;
    for (;;) {
      const char c = next();
      if (c == '"') return string;
      if (static_cast<unsigned char>(c) < ' ') fail();
      if (c != '\\')
        string += c;
      else
        add_escaped(string);
    }
  }

  void add_escaped(std::string& string) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view bytes = "\"\\/\b\f\n\r\t";
    const char c = next();
    if (const auto at = letters.find(c); at != std::string_view::npos)
      string += bytes[at];
    else if (c == 'u')
      add_code(string);
    else
      fail();
  }

  /// muster writes characters as they are, and so: control characters, and bytes that are no UTF-8.
  void add_code(std::string& string) {
    if (text_.size() < 4) fail();
    unsigned code = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + 4, code, 16);
    if (error != std::errc() || end != text_.data() + 4) fail();
    text_.remove_prefix(4);
    if (code >= 0xdc80 && code <= 0xdcff)
      string += static_cast<char>(code - 0xdc00);
    else if (code < 0x80)
      string += static_cast<char>(code);
    else
      fail();
  }

  std::string_view text_;
};

std::optional<std::int64_t> number_of(const Event& event, std::string_view name) {
  const auto found = event.find(name);
  return found != event.end() ? found->second.number : std::nullopt;
}

std::string text_of(const Event& event, std::string_view name) {
  const auto found = event.find(name);
  return found != event.end() ? found->second.text.value_or("") : "";
}

Failure failure_of(const Event& event) {
  Failure failure;
  failure.worker = number_of(event, "worker").value_or(-1);
  failure.attempt = number_of(event, "try").value_or(-1);
  failure.pid = number_of(event, "pid").value_or(-1);
  failure.exit_status = number_of(event, "exit_status").value_or(-1);
  failure.signal = number_of(event, "signal").value_or(-1);
  failure.cause = text_of(event, "cause");
  failure.command = text_of(event, "command");
  failure.text = text_of(event, "text");
  if (const auto found = event.find("stderr"); found != event.end())
    for (const std::string& line : found->second.texts) failure.error_lines += line + '\n';
  return failure;
}

void check_hello(const Event& hello) {
  if (text_of(hello, "event") != "hello")
    throw BadStatus("the helper is no muster that speaks the protocol: it has not said hello");
  const auto spoken = number_of(hello, "protocol");
  if (spoken != protocol)
    throw BadStatus("the helper speaks version " + std::to_string(spoken.value_or(0)) +
                    " of the protocol, not " + std::to_string(protocol));
}

}  // namespace

Status parse_status(std::string_view text) {
  Status status;
  bool has_hello = false;
  bool has_ended = false;
  // What follows the last newline is a line that was cut.
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const Event event = Line(text.substr(0, end)).event();
    text.remove_prefix(end + 1);
    if (!std::exchange(has_hello, true)) check_hello(event);
    const std::string name = text_of(event, "event");
    has_ended = name == "end";
    if (name == "failed") status.failures.push_back(failure_of(event));
    if (name == "error")
      status.errors += (status.errors.empty() ? "" : "\n") + text_of(event, "text");
    if (!has_ended) continue;
    status.exit_status = number_of(event, "exit_status");
    status.signal = number_of(event, "signal");
    status.was_run = !text_of(event, "reason").empty();
    status.records = number_of(event, "records");
    status.bytes = number_of(event, "bytes");
  }
  if (!has_hello)
    throw BadStatus("the helper is no muster that speaks the protocol, or was killed at its start");
  if (!has_ended) throw BadStatus("muster was killed before it could tell how the run ended");
  return status;
}

}  // namespace muster::lib
