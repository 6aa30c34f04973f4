#include "store/lists.hpp"

#include <charconv>

#include "tagwatch/base/json_writer.hpp"

namespace tagwatch::store {
namespace {

void append_list(std::string& out, const Texts& texts) {
  out += '[';
  for (std::size_t at = 0; at < texts.size(); ++at) {
    if (at > 0) {
      out += ',';
    }
    out += json_string(texts[at]);
  }
  out += ']';
}

// Reads exactly the JSON that JsonWriter writes for strings and arrays: no white space, escapes of
// control characters only.
class ListReader {
 public:
  explicit ListReader(std::string_view json) : rest_(json) {}

  bool skip(char expected) {
    if (rest_.empty() || rest_.front() != expected) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  bool at_end() const { return rest_.empty(); }

  bool string(std::string& out) {
    if (!skip('"')) {
      return false;
    }
    while (true) {
      const std::size_t plain = rest_.find_first_of("\"\\");
      if (plain == std::string_view::npos) {
        return false;
      }
      out.append(rest_.substr(0, plain));
      const char stop = rest_[plain];
      rest_.remove_prefix(plain + 1);
      if (stop == '"') {
        return true;
      }
      if (!escape(out)) {
        return false;
      }
    }
  }

  bool list(Texts& out) {
    if (!skip('[')) {
      return false;
    }
    if (skip(']')) {
      return true;
    }
    do {
      if (!string(out.emplace_back())) {
        return false;
      }
    } while (skip(','));
    return skip(']');
  }

 private:
  bool escape(std::string& out) {
    if (rest_.empty()) {
      return false;
    }
    const char kind = rest_.front();
    rest_.remove_prefix(1);
    switch (kind) {
      case '"':
      case '\\':
        out += kind;
        return true;
      case 'n':
        out += '\n';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 't':
        out += '\t';
        return true;
      case 'u':
        return code_unit(out);
      default:
        return false;
    }
  }

  bool code_unit(std::string& out) {
    constexpr std::size_t kDigits = 4;
    constexpr unsigned kAsciiEnd = 0x80;
    unsigned value = 0;
    if (rest_.size() < kDigits) {
      return false;
    }
    const char* end = rest_.data() + kDigits;
    const auto read = std::from_chars(rest_.data(), end, value, 16);
    if (read.ptr != end || read.ec != std::errc{} || value >= kAsciiEnd) {
      return false;
    }
    out += static_cast<char>(value);
    rest_.remove_prefix(kDigits);
    return true;
  }

  std::string_view rest_;
};

Error damaged() {
  return {Errc::store_corrupt,
          "a stored list cannot be read; keep the file as it is and put a backup in its place"};
}

}  // namespace

std::string write_list(const Texts& texts) {
  std::string out;
  append_list(out, texts);
  return out;
}

std::optional<std::string> list_or_null(const Texts& texts) {
  return texts.empty() ? std::nullopt : std::optional(write_list(texts));
}

std::string write_rows(const std::vector<Texts>& rows) {
  std::string out = "[";
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (at > 0) {
      out += ',';
    }
    append_list(out, rows[at]);
  }
  out += ']';
  return out;
}

Result<Texts> read_list(std::string_view json) {
  Texts texts;
  ListReader reader(json);
  if (!reader.list(texts) || !reader.at_end()) {
    return damaged();
  }
  return texts;
}

Result<std::vector<Texts>> read_rows(std::string_view json, std::size_t width) {
  std::vector<Texts> rows;
  ListReader reader(json);
  if (!reader.skip('[')) {
    return damaged();
  }
  bool ends = reader.skip(']');
  while (!ends) {
    if (!reader.list(rows.emplace_back()) || rows.back().size() != width) {
      return damaged();
    }
    if (!reader.skip(',')) {
      if (!reader.skip(']')) {
        return damaged();
      }
      ends = true;
    }
  }
  if (!reader.at_end()) {
    return damaged();
  }
  return rows;
}

}  // namespace tagwatch::store
