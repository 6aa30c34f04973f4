// The table of sources: what each showed, and how much of the day it could be seen.
//
// A zero is written "0" only where the source was watched all day and the zero is verified; what
// could not be seen has words in the place of the number.

#include <algorithm>

#include "sheet_parts.hpp"
#include "tagwatch/digest/sentences.hpp"

namespace tagwatch::render {
namespace {

// So many complete sources that showed most have rows of their own; the others share one.
constexpr std::size_t kPlainRowsMax = 3;
// More sources than this with the same trouble share a row.
constexpr std::size_t kTroubledRowsMax = 3;

struct Watched {
  std::string name;
  std::int64_t posts = 0;
  std::vector<const CoverageRow*> rows;
  bool plain = true;  ///< nothing is to be said but "complete"
  CoverageWord word = CoverageWord::complete;
  std::string cell;
  std::string words;
};

bool plain(const CoverageRow& row) {
  return row.word == CoverageWord::complete && row.gaps.empty() && row.zero != Zero::unverified;
}

std::string words_of(const Watched& source, const DigestValue& value, const Zone& zone) {
  if (source.plain) {
    return source.posts == 0 ? "complete, zero verified" : "complete";
  }
  if (value.first_day) {
    return std::string(name(source.word)) + ", see each day";
  }
  const Window window = day_window(value, zone);
  std::vector<std::string> all;
  std::vector<std::string> by_tag;
  bool any_plain = false;
  for (const CoverageRow* row : source.rows) {
    any_plain = any_plain || plain(*row);
    all.push_back(one_line(coverage_words(*row, window, zone)));
    if (!plain(*row)) {
      by_tag.push_back("#" + one_line(row->tag) + ": " + all.back());
    }
  }
  const bool same = std::all_of(all.begin(), all.end(),
                                [&](const std::string& words) { return words == all.front(); });
  if (same) {
    return all.front();
  }
  return joined(by_tag, "; ") + (any_plain ? "; else complete" : "");
}

std::string cell_of(const Watched& source) {
  if (source.posts > 0) {
    return number(source.posts);
  }
  const auto any = [&](auto holds) {
    return std::any_of(source.rows.begin(), source.rows.end(),
                       [&](const CoverageRow* row) { return holds(row->word); });
  };
  if (!any(anything_read)) {
    return any([](CoverageWord word) { return word == CoverageWord::unknown; }) ? "not known"
                                                                                : "not seen";
  }
  return source.plain ? "0" : "0 seen";
}

std::vector<Watched> watched_sources(const DigestValue& value, const Zone& zone) {
  std::vector<Watched> sources;
  for (const CoverageRow& row : value.coverage.rows) {
    if (sources.empty() || sources.back().name != row.source) {
      sources.push_back({row.source, 0, {}, true, CoverageWord::complete, {}, {}});
    }
    Watched& source = sources.back();
    source.rows.push_back(&row);
    source.posts += row.posts;
    source.plain = source.plain && plain(row);
    source.word = worse(source.word, row.word);
  }
  for (Watched& source : sources) {
    for (const SourceCount& count : value.by_source) {
      source.posts = count.source == source.name ? count.posts : source.posts;
    }
    source.cell = cell_of(source);
    source.words = words_of(source, value, zone);
  }
  return sources;
}

// Trouble first, then those that showed most.
void sort_for_reading(std::vector<Watched>& sources) {
  const auto trouble = [](const Watched& source) {
    switch (source.word) {
      case CoverageWord::blind:
        return 0;
      case CoverageWord::partial:
        return 1;
      case CoverageWord::unknown:
        return 2;
      case CoverageWord::complete:
        return source.plain ? 4 : 3;
    }
    return 0;
  };
  std::stable_sort(sources.begin(), sources.end(), [&](const Watched& a, const Watched& b) {
    return std::pair(trouble(a), -a.posts) < std::pair(trouble(b), -b.posts);
  });
}

SourceRow own_row(const Watched& source) {
  return {one_line(source.name), "", source.cell, source.words};
}

SourceRow shared_row(const std::vector<const Watched*>& sources, bool others) {
  std::vector<std::string> names;
  std::int64_t posts = 0;
  std::int64_t zeros = 0;
  for (const Watched* source : sources) {
    names.push_back(one_line(source->name));
    posts += source->posts;
    zeros += source->posts == 0 ? 1 : 0;
  }
  SourceRow row;
  const auto count = static_cast<std::int64_t>(sources.size());
  row.name = number(count) + (others ? " others" : " sources");
  row.names = joined(names, ", ");
  row.posts = posts > 0 ? number(posts) : sources.front()->cell;
  row.words = sources.front()->words;
  if (sources.front()->plain && zeros > 0) {
    row.words = zeros == count ? "complete, every zero verified"
                               : "complete; " + number(zeros) + " with a verified zero";
  }
  return row;
}

// True when the same is to be said of both.
bool alike(const Watched& a, const Watched& b) {
  if (a.plain || b.plain) {
    return a.plain && b.plain;
  }
  return a.words == b.words && (a.posts > 0) == (b.posts > 0);
}

// How many of `run`, sources that are alike, have a row of their own.
std::size_t rows_of_their_own(const std::vector<const Watched*>& run) {
  if (!run.front()->plain) {
    return run.size() > kTroubledRowsMax ? 0 : run.size();
  }
  std::size_t own = 0;
  while (own < run.size() && own < kPlainRowsMax && run[own]->posts > 0) {
    ++own;
  }
  return own + 1 == run.size() ? run.size() : own;  // nobody shares a row with itself
}

}  // namespace

std::vector<SourceRow> source_rows(const DigestValue& value, const Zone& zone) {
  std::vector<Watched> sources = watched_sources(value, zone);
  sort_for_reading(sources);
  std::vector<SourceRow> rows;
  for (std::size_t at = 0; at < sources.size();) {
    std::vector<const Watched*> run;
    for (std::size_t next = at; next < sources.size() && alike(sources[at], sources[next]);
         ++next) {
      run.push_back(&sources[next]);
    }
    at += run.size();
    const auto shared = run.begin() + static_cast<std::ptrdiff_t>(rows_of_their_own(run));
    for (auto source = run.begin(); source != shared; ++source) {
      rows.push_back(own_row(**source));
    }
    if (shared != run.end()) {
      rows.push_back(shared_row({shared, run.end()}, !rows.empty()));
    }
  }
  return rows;
}

std::string sources_note(const DigestValue& value) {
  std::int64_t sightings = 0;
  for (const SourceCount& source : value.by_source) {
    sightings += source.posts;
  }
  std::vector<std::string> parts;
  if (sightings > value.omitted.total) {
    parts.emplace_back("A post that several sources showed counts at each.");
  }
  if (value.omitted.own > 0) {
    parts.emplace_back("The office's and partners' own posts are counted here.");
  }
  return joined(parts, " ");
}

}  // namespace tagwatch::render
