// The fixtures of a kind of source: tests/fixtures/<kind>/.
//
//   request.txt              requests that it has to build, one a paragraph (see read_requests)
//   <answer>.json, .xml, …   answers; the name says to what: access* to Access, posts* to Posts,
//                            any other to Newest
//   <answer>.expected.json   the page that the answer gives, or {"error":"<code>"}
//
// `page`, `empty`, `malformed` (some items cannot be read) and `unreadable` (none can) must be
// among the answers. Text of items that are not public, and so must not come through, holds the
// words NOT PUBLIC.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tagwatch/model/source.hpp"

namespace tagwatch::test {

namespace fs = std::filesystem;

inline std::string contents_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// What a paragraph of request.txt says.
struct RequestCase {
  std::string url;      ///< "url: …" of the source, kept for the paragraphs below
  std::string task;     ///< "task: newest TMSSW", "task: below TMSSW 123", "task: posts 1 2", …
  SourceState state;    ///< "etag: …", "last-modified: …", "token: …"
  std::string expects;  ///< "GET <url>", headers, "paging"; or "refused"
};

inline std::vector<RequestCase> read_requests(const fs::path& folder) {
  std::ifstream file(folder / "request.txt");
  std::vector<RequestCase> cases;
  RequestCase now;
  const auto end_case = [&cases, &now] {
    if (!now.task.empty()) {
      cases.push_back(now);
    }
    now = RequestCase{now.url, {}, {}, {}};
  };
  const auto take = [](const std::string& line, const std::string& key, std::string& into) {
    const bool found = line.starts_with(key);
    if (found) {
      into = line.substr(key.size());
    }
    return found;
  };
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) {
      end_case();
    } else if (!take(line, "url: ", now.url) && !take(line, "task: ", now.task) &&
               !take(line, "etag: ", now.state.validators.etag) &&
               !take(line, "last-modified: ", now.state.validators.last_modified) &&
               !take(line, "token: ", now.state.token)) {
      now.expects += line + "\n";
    }
  }
  end_case();
  return cases;
}

/// A place in a timeline: a time where `text` is one, else an id.
inline Bound bound_from(const std::string& text) {
  const auto at = parse_rfc3339(text);
  return at ? Bound("", at) : Bound(text, std::nullopt);
}

/// "below TMSSW 123" and the like as a task.
inline Task task_from(const std::string& words) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    parts.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  parts.resize(std::max<std::size_t>(parts.size(), 3));
  if (parts[0] == "access") {
    return Access{};
  }
  if (parts[0] == "below") {
    return Below(Hashtag(parts[1]), bound_from(parts[2]));
  }
  if (parts[0] == "above") {
    return Above(Hashtag(parts[1]), bound_from(parts[2]));
  }
  if (parts[0] == "posts") {
    std::vector<std::string> ids(parts.begin() + 1, parts.end());
    ids.erase(std::remove(ids.begin(), ids.end(), ""), ids.end());
    return Posts(std::move(ids));
  }
  return Newest(Hashtag(parts[1]));
}

struct Answer {
  const SourceKind* kind = nullptr;
  std::string name;  ///< "mastodon/page.json"
  Task task;
  HttpResponse response;
  std::string expected;

  [[nodiscard]] bool is_json() const { return name.ends_with(".json"); }
  [[nodiscard]] bool gives_a_page() const { return !expected.starts_with("{\"error\""); }
};

inline fs::path fixtures_of(const SourceKind& kind) {
  return fs::path(TAGWATCH_SOURCE_DIR) / "tests" / "fixtures" / std::string(kind.name);
}

/// The source that a kind's fixtures speak of, as request.txt names it.
inline std::unique_ptr<Source> source_of(const SourceKind& kind, const std::string& url) {
  SourceSettings settings;
  settings.name = "fixture";
  settings.kind = kind.name;
  settings.url = url;
  return kind.make(settings);
}

inline std::vector<Answer> answers_of(const SourceKind& kind) {
  const fs::path folder = fixtures_of(kind);
  std::vector<Answer> answers;
  if (!fs::exists(folder)) {
    return answers;
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    if (file == "request.txt" || file.ends_with(".expected.json")) {
      continue;
    }
    Answer answer;
    answer.kind = &kind;
    answer.name = std::string(kind.name) + "/" + file;
    answer.task = file.starts_with("access")  ? Task(Access{})
                  : file.starts_with("posts") ? Task(Posts({"1"}))
                                              : Task(Newest(Hashtag("TMSSW")));
    answer.response.status = 200;
    answer.response.body = contents_of(entry.path());
    answer.response.headers.emplace_back(
        "Content-Type", answer.is_json() ? "application/json; charset=utf-8" : "text/xml");
    answer.expected = contents_of(folder / (entry.path().stem().string() + ".expected.json"));
    answers.push_back(std::move(answer));
  }
  std::sort(answers.begin(), answers.end(),
            [](const Answer& a, const Answer& b) { return a.name < b.name; });
  return answers;
}

}  // namespace tagwatch::test
