#include "attention_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "wording.hpp"

namespace tagwatch {
namespace {

// Where nothing was read, that nothing waits is not known.
bool nothing_to_say(const DigestValue& value) {
  return !value.attention || (value.attention->empty() && !anything_read(value.coverage.word));
}

// How many were told before, and by which digest first.
std::string told_before(const std::vector<AttentionItem>& items) {
  std::int64_t before = 0;
  std::optional<Day> first;
  for (const AttentionItem& item : items) {
    if (item.told) {
      ++before;
      first = std::min(first.value_or(*item.told), *item.told);
    }
  }
  if (before == 0) {
    return {};
  }
  const std::string since = "since " + format_short_day(*first);
  if (items.size() == 1) {
    return ", " + since;
  }
  return before == 1 ? ", one of them " + since
                     : fmt::format(", {} of them repeated, the oldest {}",
                                   wording::small_number(before), since);
}

}  // namespace

std::string attention_in_subject(const DigestValue& value) {
  if (nothing_to_say(value)) {
    return {};
  }
  return value.attention->empty()
             ? "nothing to answer"
             : wording::number(static_cast<std::int64_t>(value.attention->size())) + " to answer";
}

std::string attention_in_heading(const DigestValue& value) {
  if (nothing_to_say(value)) {
    return {};
  }
  const auto count = static_cast<std::int64_t>(value.attention->size());
  if (count == 0) {
    const bool so_far = value.window.to > value.generated_at;
    return fmt::format("Nothing {}needs an answer{}",
                       value.coverage.word == CoverageWord::complete ? "" : "seen ",
                       so_far ? " so far" : "");
  }
  return wording::counted(count, "post waits", "posts wait") + " for an answer" +
         told_before(*value.attention);
}

}  // namespace tagwatch
