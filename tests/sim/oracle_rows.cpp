#include "sim/oracle_rows.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace tagwatch::sim {
namespace {

constexpr std::size_t kWordsMax = 5;
constexpr const char* kBetween = " | ";

std::string spelled(const std::string& key) {
  const auto found = std::find_if(kTags.begin(), kTags.end(),
                                  [&key](const char* tag) { return tag_key(tag) == key; });
  return found == kTags.end() ? key : *found;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) {
    all += (all.empty() ? "" : kBetween) + part;
  }
  return all;
}

std::string count_text(const std::optional<std::int64_t>& count) {
  return count ? std::to_string(*count) : "";
}

// Who showed it, by time, then name.
std::vector<std::tuple<Instant, std::string, std::string>> sightings_of(const Held& held) {
  std::vector<std::tuple<Instant, std::string, std::string>> sightings;
  for (const auto& [source, seen] : held.seen_by) {
    sightings.emplace_back(seen.first_seen, source, seen.native_id);
  }
  std::sort(sightings.begin(), sightings.end());
  return sightings;
}

std::string sightings_text(const Held& held) {
  std::string text;
  for (const auto& [at, source, id] : sightings_of(held)) {
    text += source + " " + id + " " + format_rfc3339(at) + ";";
  }
  return text;
}

std::string text_of(simdjson::simdjson_result<simdjson::dom::element> value) {
  const simdjson::dom::element element = value.value();
  if (element.is_null()) {
    return "";
  }
  return element.is_int64()  ? std::to_string(std::int64_t(element))
         : element.is_bool() ? (bool(element) ? "true" : "false")
                             : std::string(std::string_view(element));
}

// RFC 4180, with the apostrophe before what a spreadsheet would compute.
std::vector<std::vector<std::string>> cells_of(const std::string& csv) {
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (std::size_t at = 0; at < csv.size(); ++at) {
    std::string& cell = lines.back().back();
    if (quoted) {
      if (csv[at] != '"') {
        cell += csv[at];
      } else if (at + 1 < csv.size() && csv[at + 1] == '"') {
        cell += csv[at++];
      } else {
        quoted = false;
      }
    } else if (csv[at] == '"') {
      quoted = true;
    } else if (csv[at] == ',') {
      lines.back().emplace_back();
    } else if (csv[at] == '\n') {
      lines.push_back({""});
    } else if (csv[at] != '\r') {
      cell += csv[at];
    }
  }
  lines.pop_back();
  return lines;
}

std::map<std::string, std::vector<std::size_t>> places_of(const std::vector<Row>& rows) {
  std::map<std::string, std::vector<std::size_t>> places;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    places[rows[at].uri].push_back(at);
  }
  return places;
}

void note(Differences& found, int& counter, const std::string& words) {
  ++counter;
  if (found.words.size() < kWordsMax) {
    found.words.push_back(found.surface + ": " + words);
  }
}

}  // namespace

Row table_row(const PostRecord& record) {
  std::vector<std::string> tags;
  for (const Match& match : record.matches) {
    tags.push_back(match.tag_key);
  }
  std::sort(tags.begin(), tags.end());
  std::string sightings;
  for (const Sighting& each : record.sightings) {
    sightings += each.source + " " + each.native_id + " " + format_rfc3339(each.first_seen) + ";";
  }
  return {record.post.uri,
          joined({record.post.platform, format_rfc3339(record.created),
                  format_rfc3339(record.placed), format_rfc3339(record.first_seen),
                  record.deleted ? "gone" : std::to_string(record.revision), record.post.text,
                  joined(tags), sightings, count_text(record.post.engagement.likes),
                  record.digest ? std::to_string(*record.digest) : "no digest"})};
}

Row table_row(const Held& held) {
  const Said& newest = held.newest;
  return {newest.uri, joined({newest.platform, format_rfc3339(newest.created),
                              format_rfc3339(held.placed), format_rfc3339(held.first_seen),
                              held.gone ? "gone" : std::to_string(held.revision),
                              held.gone ? "" : newest.text, joined(newest.tags),
                              sightings_text(held), held.gone ? "" : count_text(newest.likes),
                              held.digest ? std::to_string(*held.digest + 1) : "no digest"})};
}

Row export_row(const simdjson::dom::element& post) {
  std::string sightings;
  for (const simdjson::dom::element each : post["sightings"].get_array()) {
    sightings += text_of(each["source"]) + " " + text_of(each["id"]) + " " +
                 text_of(each["first_seen_at"]) + ";";
  }
  std::vector<std::string> matched;
  for (const simdjson::dom::element each : post["matched"].get_array()) {
    matched.emplace_back(std::string_view(each));
  }
  std::sort(matched.begin(), matched.end());
  return {text_of(post["uri"]),
          joined({text_of(post["platform"]), text_of(post["created_at"]),
                  text_of(post["first_seen_at"]), text_of(post["deleted"]), text_of(post["text"]),
                  joined(matched), sightings, text_of(post["engagement"]["likes"])})};
}

Row export_row(const Held& held) {
  const Said& newest = held.newest;
  std::vector<std::string> matched;
  for (const std::string& key : newest.tags) {
    matched.push_back(spelled(key));
  }
  std::sort(matched.begin(), matched.end());
  return {newest.uri,
          joined({newest.platform, format_rfc3339(newest.created), format_rfc3339(held.first_seen),
                  held.gone ? "true" : "false", held.gone ? "" : newest.text, joined(matched),
                  sightings_text(held), held.gone ? "" : count_text(newest.likes)})};
}

std::vector<Row> csv_rows(const std::string& csv) {
  const std::vector<std::vector<std::string>> lines = cells_of(csv);
  std::map<std::string, std::size_t> column;
  for (std::size_t at = 0; at < lines.front().size(); ++at) {
    column[lines.front()[at]] = at;
  }
  std::vector<Row> rows;
  for (std::size_t line = 1; line < lines.size(); ++line) {
    const auto cell = [&](const char* name) { return lines[line].at(column.at(name)); };
    rows.push_back(
        {cell("uri"), joined({cell("platform"), cell("created_at"), cell("first_seen_at"),
                              cell("deleted"), cell("text"), cell("sightings"), cell("likes")})});
  }
  return rows;
}

Row csv_row(const Held& held) {
  const Said& newest = held.newest;
  std::string sources;
  for (const auto& [at, source, id] : sightings_of(held)) {
    sources += (sources.empty() ? "" : " ") + source;
  }
  return {newest.uri,
          joined({newest.platform, format_rfc3339(newest.created), format_rfc3339(held.first_seen),
                  held.gone ? "true" : "false", held.gone ? "" : newest.text, sources,
                  held.gone ? "" : count_text(newest.likes)})};
}

Differences compare_rows(const std::string& surface, const std::vector<Row>& expected,
                         const std::vector<Row>& found) {
  Differences all;
  all.surface = surface;
  all.compared = static_cast<int>(expected.size());
  const auto wanted = places_of(expected);
  const auto got = places_of(found);
  for (const auto& [uri, places] : wanted) {
    const auto is = got.find(uri);
    if (is == got.end()) {
      note(all, all.missing, uri + " is missing");
    } else if (found[is->second.front()].rest != expected[places.front()].rest) {
      note(all, all.wrong,
           uri + "\n    is " + found[is->second.front()].rest + "\n    not " +
               expected[places.front()].rest);
    }
  }
  for (const auto& [uri, places] : got) {
    const auto is = wanted.find(uri);
    const std::size_t allowed = is == wanted.end() ? 0 : is->second.size();
    for (std::size_t count = allowed; count < places.size(); ++count) {
      note(all, all.extra, uri + " is too many");
    }
  }
  if (all.missing + all.extra > 0) {
    return all;  // one that is missing would put all others out of order
  }
  for (std::size_t at = 0; at < expected.size(); ++at) {
    if (expected[at].uri != found[at].uri) {
      note(all, all.disorder, found[at].uri + " stands where " + expected[at].uri + " belongs");
    }
  }
  return all;
}

void add_up(const Differences& part, Differences& all) {
  all.compared += part.compared;
  all.missing += part.missing;
  all.extra += part.extra;
  all.wrong += part.wrong;
  all.disorder += part.disorder;
  for (const std::string& words : part.words) {
    if (all.words.size() < kWordsMax) {
      all.words.push_back(words);
    }
  }
}

}  // namespace tagwatch::sim
