#include "sim/oracle_compare.hpp"

#include <simdjson.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "sim/oracle_rows.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch::sim {
namespace {

constexpr int kRowsAtOnce = 2000;
constexpr int kHitsMax = 1'000'000;
constexpr std::size_t kWordsMax = 5;

// The order of exports.
std::vector<std::size_t> by_created(const Model& model) {
  std::vector<std::size_t> order(model.posts().size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&model](std::size_t a, std::size_t b) {
    const Said& x = model.posts()[a].newest;
    const Said& y = model.posts()[b].newest;
    return std::tie(x.created, x.uri) < std::tie(y.created, y.uri);
  });
  return order;
}

template <class Make>
std::vector<Row> expected_rows(const Model& model, const std::vector<std::size_t>& order,
                               const Make& make) {
  std::vector<Row> rows;
  for (const std::size_t at : order) {
    rows.push_back(make(model.posts()[at]));
  }
  return rows;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char letter : text + " ") {
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
      word += letter;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

Differences unreadable(std::string surface, const std::string& why) {
  Differences found;
  found.surface = std::move(surface);
  found.wrong = 1;
  found.words = {why};
  return found;
}

std::vector<Gap> open_gaps(const std::vector<CoverageSpan>& spans, Window window) {
  std::vector<Gap> gaps = coverage_of(window, window.from, spans).gaps;
  std::erase_if(gaps, [](const Gap& gap) { return gap.refilled_at.has_value(); });
  return gaps;
}

void note(Differences& all, const std::string& words) {
  if (all.words.size() < kWordsMax) {
    all.words.push_back(words);
  }
}

// What was never shown and lies in no gap.
void note_unexplained(const Model& model, const TimelineId& id, Window window,
                      const std::vector<Gap>& gaps, Differences& all) {
  for (const Unseen& unseen : model.unseen()) {
    const bool of_tag =
        std::find(unseen.tags.begin(), unseen.tags.end(), id.tag_key) != unseen.tags.end();
    if (unseen.source != id.source || !of_tag || unseen.at < window.from ||
        unseen.at >= window.to) {
      continue;
    }
    ++all.compared;
    const bool declared = std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) {
      return gap.window.from <= unseen.at && unseen.at < gap.window.to;
    });
    if (!declared) {
      ++all.missing;
      note(all, unseen.uri + " of " + format_rfc3339(unseen.at) + " at " + id.source +
                    " was never shown and lies in no gap");
    }
  }
}

// A server that can be asked for what is older leaves none open but that of the burst.
void note_needless(const TimelineId& id, const std::vector<Gap>& gaps, Differences& all) {
  for (const Gap& gap : gaps) {
    const bool scrolled = gap.reason == GapReason::window_scrolled_away && id.source == kNews;
    const bool tied = gap.reason == GapReason::page_limit && id.source == kSky;
    if (!scrolled && !tied) {
      ++all.extra;
      note(all, id.source + " " + id.tag_key + ": a gap from " + format_rfc3339(gap.window.from) +
                    " to " + format_rfc3339(gap.window.to) + " (" + std::string(words(gap.reason)) +
                    ") that can be read");
    }
  }
}

}  // namespace

Differences compare_tables(const OracleRun& run, const Model& model) {
  const Result<Writer> writer = run.open_store();
  if (!writer) {
    return unreadable("tables", describe(writer.error()));
  }
  std::vector<Row> rows;
  for (std::int64_t last = 0;;) {
    const Result<std::vector<PostRecord>> records = writer->reader().posts_after(last, kRowsAtOnce);
    if (!records) {
      return unreadable("tables", describe(records.error()));
    }
    if (records->empty()) {
      break;
    }
    for (const PostRecord& record : *records) {
      rows.push_back(table_row(record));
    }
    last = records->back().id;
  }
  std::vector<std::size_t> stored(model.posts().size());
  std::iota(stored.begin(), stored.end(), 0);
  const auto expected = [](const Held& held) { return table_row(held); };
  return compare_rows("tables", expected_rows(model, stored, expected), rows);
}

// Last stored first; what is gone, and what an edit took away, is not found.
Differences compare_search(const OracleRun& run, const Model& model) {
  const Result<Writer> writer = run.open_store();
  if (!writer) {
    return unreadable("search", describe(writer.error()));
  }
  std::map<std::string, std::vector<Row>> expected;
  for (std::size_t number = 0; number < Events::kWords; ++number) {
    expected[Events::word(number)];
  }
  for (auto held = model.posts().rbegin(); held != model.posts().rend(); ++held) {
    std::set<std::string> said;
    for (const std::string& word : words_of(held->gone ? "" : held->newest.text)) {
      if (expected.contains(word) && said.insert(word).second) {
        expected[word].push_back({held->newest.uri, ""});
      }
    }
  }
  Differences all;
  all.surface = "search";
  for (const auto& [word, rows] : expected) {
    const Result<std::vector<PostRecord>> hits = writer->reader().search(word, {}, kHitsMax);
    if (!hits) {
      return unreadable("search", describe(hits.error()));
    }
    std::vector<Row> found;
    for (const PostRecord& hit : *hits) {
      found.push_back({hit.post.uri, ""});
    }
    add_up(compare_rows("search for " + word, rows, found), all);
  }
  return all;
}

Differences compare_ndjson(const OracleRun& run, const Model& model) {
  const Ended ended = run.run_program({"export", "--format", "ndjson"});
  if (ended.code != 0) {
    return unreadable("ndjson", ended.err);
  }
  simdjson::dom::parser parser;
  std::vector<Row> rows;
  for (const simdjson::dom::element post : parser.parse_many(ended.out)) {
    rows.push_back(export_row(post));
  }
  const auto expected = [](const Held& held) { return export_row(held); };
  return compare_rows("ndjson", expected_rows(model, by_created(model), expected), rows);
}

Differences compare_json(const OracleRun& run, const Model& model) {
  const Ended ended = run.run_program({"export", "--format", "json"});
  if (ended.code != 0) {
    return unreadable("json", ended.err);
  }
  simdjson::dom::parser parser;
  std::vector<Row> rows;
  for (const simdjson::dom::element post : parser.parse(ended.out).get_array()) {
    rows.push_back(export_row(post));
  }
  const auto expected = [](const Held& held) { return export_row(held); };
  return compare_rows("json", expected_rows(model, by_created(model), expected), rows);
}

Differences compare_csv(const OracleRun& run, const Model& model) {
  const Ended ended = run.run_program({"export", "--format", "csv"});
  if (ended.code != 0) {
    return unreadable("csv", ended.err);
  }
  const auto expected = [](const Held& held) { return csv_row(held); };
  return compare_rows("csv", expected_rows(model, by_created(model), expected),
                      csv_rows(ended.out));
}

Differences compare_digests(const OracleRun& run, const Model& model) {
  Differences all;
  all.surface = "digests";
  simdjson::dom::parser parser;
  for (const HeldDigest& digest : model.digests()) {
    const Ended ended =
        run.run_program({"digest", "--date", format_day(digest.date), "--format", "json"});
    if (ended.code != 0) {
      return unreadable("digests", ended.err);
    }
    const simdjson::dom::element json = parser.parse(ended.out);
    std::vector<Row> rows;
    for (const simdjson::dom::element post : json["posts"].get_array()) {
      rows.push_back({std::string(std::string_view(post["uri"])), ""});
    }
    const auto expected = [](const Held& held) { return Row{held.newest.uri, ""}; };
    add_up(compare_rows("digest of " + format_day(digest.date),
                        expected_rows(model, digest.posts, expected), rows),
           all);
  }
  return all;
}

Differences compare_gaps(const OracleRun& run, const Model& model) {
  Differences all;
  all.surface = "gaps";
  const Result<Writer> writer = run.open_store();
  if (!writer) {
    return unreadable("gaps", describe(writer.error()));
  }
  const Window window = run.watched();
  for (const char* source : kSources) {
    for (const char* tag : kTags) {
      const TimelineId id(source, tag_key(tag));
      const Result<std::vector<CoverageSpan>> spans = writer->reader().coverage(id, window);
      if (!spans) {
        return unreadable("gaps", describe(spans.error()));
      }
      const std::vector<Gap> gaps = open_gaps(*spans, window);
      note_unexplained(model, id, window, gaps, all);
      note_needless(id, gaps, all);
    }
  }
  return all;
}

std::vector<Differences> compare_all(const OracleRun& run, const Model& model) {
  return {compare_tables(run, model), compare_search(run, model), compare_ndjson(run, model),
          compare_json(run, model),   compare_csv(run, model),    compare_digests(run, model),
          compare_gaps(run, model)};
}

}  // namespace tagwatch::sim
