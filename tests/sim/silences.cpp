#include "sim/silences.hpp"

#include <regex>
#include <utility>

namespace tagwatch::sim {
namespace {

using Answer = std::function<ServerAnswer(const Question&)>;
using Headers = std::vector<Header>;

constexpr const char* kMastodon = "mastodon";
constexpr const char* kBluesky = "bluesky";
constexpr const char* kFeed = "feed";

constexpr const char* kPage = "<!DOCTYPE html><html><title>Welcome</title><p>Please log in</html>";
constexpr const char* kError = R"({"error":"This method requires an authenticated user"})";
constexpr const char* kMembersOnly =
    R"({"version":"4.6.0","configuration":{"timelines_access":{"hashtag_feeds":)"
    R"({"local":"authenticated","remote":"authenticated"}}}})";
constexpr const char* kEmptyChannel =
    "<rss version=\"2.0\"><channel><title>News</title></channel></rss>";
constexpr const char* kEmptyAtom =
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>a</title></feed>";
constexpr const char* kOtherItems =
    "<rss version=\"2.0\"><channel><title>News</title><item><title>Other</title>"
    "<guid>https://other.example/1</guid><pubDate>Tue, 24 Nov 2026 05:00:00 GMT</pubDate></item>"
    "<item><title>Another</title><guid>https://other.example/2</guid>"
    "<pubDate>Tue, 24 Nov 2026 04:00:00 GMT</pubDate></item></channel></rss>";
constexpr std::size_t kTooLarge = std::size_t{6} * 1024 * 1024;

ServerAnswer honest(const Question& question) {
  return question.honest(question.request);
}

bool asks_for_older(const Question& question) {
  return question.request.query.contains("max_id") || question.request.query.contains("until");
}

bool asks_who_may_read(const Question& question) {
  return question.request.path.starts_with("/api/v2/");
}

Answer always(int status, std::string body = kError, Headers headers = {}) {
  return [=](const Question&) { return ServerAnswer(status, body, headers); };
}

/// 200 to everything.
Answer says(std::string body) {
  return always(200, std::move(body));
}

/// 200 for timelines; who may read them, and posts by their ids, are told as they are.
Answer timelines_say(std::string body) {
  return [=](const Question& question) {
    return question.request.path.find("/timelines/") == std::string::npos ? honest(question)
                                                                          : ServerAnswer(200, body);
  };
}

/// The newest page is good, and nothing is below it.
Answer nothing_below(std::string body, int status_of_access) {
  return [=](const Question& question) {
    if (asks_who_may_read(question) && status_of_access != 200) {
      return ServerAnswer(status_of_access);
    }
    return asks_for_older(question) ? ServerAnswer(200, body) : honest(question);
  };
}

/// Bytes instead of an answer, and the end of the connection.
Answer wire(std::string bytes) {
  return [=](const Question&) {
    ServerAnswer answer(200, bytes);
    answer.verbatim = true;
    answer.fault = Fault::close;
    answer.fault_after = bytes.size();
    return answer;
  };
}

Answer breaks(Fault fault) {
  return [=](const Question&) {
    ServerAnswer answer;
    answer.fault = fault;
    return answer;
  };
}

Answer breaks_half_way(Fault fault, bool chunked) {
  return [=](const Question& question) {
    ServerAnswer answer = honest(question);
    answer.chunked = chunked;
    answer.fault = fault;
    answer.fault_after = answer.body.size() / 2;
    return answer;
  };
}

/// The whole body, of which more was announced.
ServerAnswer announces_more(const Question& question) {
  ServerAnswer answer = honest(question);
  answer.content_length = answer.body.size() + 100;
  answer.fault = Fault::close;
  answer.fault_after = answer.body.size();
  return answer;
}

/// The honest answer with another body, and nothing that speaks of the one before.
Answer changed(std::function<std::string(const std::string&)> change) {
  return [=](const Question& question) { return ServerAnswer(200, change(honest(question).body)); };
}

Answer replaced(const char* what, const char* by) {
  return changed(
      [=](const std::string& body) { return std::regex_replace(body, std::regex(what), by); });
}

Answer with_header(const char* name, const char* value) {
  return [=](const Question& question) {
    ServerAnswer answer = honest(question);
    answer.headers.emplace_back(name, value);
    return answer;
  };
}

Answer without_header(const char* name) {
  return [=](const Question& question) {
    ServerAnswer answer = honest(question);
    std::erase_if(answer.headers, [=](const Header& each) { return each.name == name; });
    return answer;
  };
}

/// Whoever asks for anything is sent to a page for people.
ServerAnswer wants_a_login(const Question& question) {
  return question.request.path == "/login" ? ServerAnswer(200, kPage)
                                           : ServerAnswer(302, "", {{"Location", "/login"}});
}

/// What a cache kept since the silence began, and how old it says that this is.
ServerAnswer from_a_cache(const Question& question) {
  ServerRequest before = question.request;
  before.at = question.silent_since;
  std::erase_if(before.headers, [](const Header& each) { return each.name == "If-None-Match"; });
  ServerAnswer answer = question.honest(before);
  const auto age = (question.request.at - question.silent_since) / std::chrono::seconds(1);
  answer.headers.emplace_back("Age", std::to_string(age));
  return answer;
}

/// The newest page, whatever place is asked for.
ServerAnswer newest_page_again(const Question& question) {
  ServerRequest newest = question.request;
  for (const char* place : {"max_id", "min_id", "since_id", "until"}) {
    newest.query.erase(place);
  }
  return question.honest(newest);
}

ServerAnswer for_members(const Question& question) {
  return ServerAnswer(200, asks_who_may_read(question) ? kMembersOnly : "[]");
}

std::string half(const std::string& body) {
  return body.substr(0, body.size() / 2);
}

void add_connections(std::vector<Silence>& all, const char* kind) {
  all.push_back({"closes the connection", kind, breaks(Fault::close)});
  all.push_back({"resets the connection", kind, breaks(Fault::reset)});
  all.push_back({"closes half way through the body", kind, breaks_half_way(Fault::close, false)});
  all.push_back({"resets half way through the body", kind, breaks_half_way(Fault::reset, false)});
  all.push_back({"cuts a chunked body", kind, breaks_half_way(Fault::close, true)});
  all.push_back({"announces more than it sends", kind, announces_more});
  all.push_back({"speaks another protocol", kind, wire("SSH-2.0-OpenSSH_9.2\r\n")});
  all.push_back({"ends within the headers", kind, wire("HTTP/1.1 200 OK\r\nContent-Le")});
}

void add_statuses(std::vector<Silence>& all, const char* kind, std::vector<int> statuses) {
  for (const int status : statuses) {
    all.push_back({"answers " + std::to_string(status), kind, always(status)});
  }
}

void add_bodies(std::vector<Silence>& all, const char* kind) {
  all.push_back({"200 with a page for people", kind, says(kPage)});
  all.push_back({"200 without a body", kind, says("")});
  all.push_back({"200 with the words of an error", kind, says(kError)});
  all.push_back({"200 with half of a document, well framed", kind, changed(half)});
  all.push_back({"is redirected to a page for people", kind, wants_a_login});
  all.push_back({"is redirected to itself", kind, always(302, "", {{"Location", "/again"}})});
  all.push_back({"calls plain bytes gzip", kind, with_header("Content-Encoding", "gzip")});
  all.push_back({"is redirected to a private address", kind,
                 always(302, "", {{"Location", "http://169.254.169.254/latest"}})});
  all.push_back({"sends more than any page holds", kind, says(std::string(kTooLarge, ' '))});
  all.push_back({"sends what a cache kept, with its Age", kind, from_a_cache});
}

void add_mastodon(std::vector<Silence>& all) {
  const char* kind = kMastodon;
  add_connections(all, kind);
  add_statuses(all, kind, {204, 400, 401, 403, 404, 410, 422, 429, 451, 500, 502, 503, 504, 520});
  all.push_back({"429 with Retry-After", kind, always(429, kError, {{"Retry-After", "600"}})});
  all.push_back({"503 until a date", kind,
                 always(503, "", {{"Retry-After", "Wed, 25 Nov 2026 11:00:00 GMT"}})});
  add_bodies(all, kind);
  all.push_back({"[] and does not say who may read", kind, says("[]")});
  all.push_back({"[] and says that all may read", kind, timelines_say("[]")});
  all.push_back({"[] and says that members may read", kind, for_members});
  all.push_back({"[] below a full page", kind, nothing_below("[]", 404)});
  all.push_back(
      {"[] below a full page, and says that all may read", kind, nothing_below("[]", 200)});
  all.push_back({"null", kind, says("null")});
  all.push_back({"says that nothing changed to one who knows nothing", kind, always(304, "")});
  all.push_back({"two lists", kind, timelines_say("[][]")});
  all.push_back({"the newest page again, whatever is asked for", kind, newest_page_again});
  all.push_back({"posts that are not public", kind, replaced("\"public\"", "\"private\"")});
  all.push_back({"posts without an id", kind, replaced("\"id\":", "\"no\":")});
  all.push_back({"posts without the tag", kind, replaced("[Tt][Mm][Ss][Ss][Ww]", "other")});
}

void add_bluesky(std::vector<Silence>& all) {
  const char* kind = kBluesky;
  add_statuses(all, kind, {400, 401, 403, 404, 429, 502, 503});
  all.push_back({"closes half way through the body", kind, breaks_half_way(Fault::close, false)});
  all.push_back({"200 with a page for people", kind, says(kPage)});
  all.push_back({"an empty search", kind, says(R"({"posts":[]})")});
  all.push_back({"an empty search, and more of it", kind, says(R"({"posts":[],"cursor":"100"})")});
  all.push_back({"an empty search below a full page", kind, nothing_below(R"({"posts":[]})", 200)});
  all.push_back({"null for posts", kind, says(R"({"posts":null})")});
  all.push_back({"an answer without posts", kind, says("{}")});
  all.push_back({"posts without uris", kind, replaced("\"uri\":", "\"no\":")});
  all.push_back({"the newest page again, whatever is asked for", kind, newest_page_again});
  all.push_back({"sends what a cache kept, with its Age", kind, from_a_cache});
}

void add_feed(std::vector<Silence>& all) {
  const char* kind = kFeed;
  add_statuses(all, kind, {401, 403, 404, 410, 429, 500, 503});
  add_bodies(all, kind);
  all.push_back({"closes half way through the body", kind, breaks_half_way(Fault::close, false)});
  all.push_back({"an empty channel", kind, says(kEmptyChannel)});
  all.push_back({"an empty Atom feed", kind, says(kEmptyAtom)});
  all.push_back({"items of somebody else", kind, says(kOtherItems)});
}

}  // namespace

std::vector<Silence> silences() {
  std::vector<Silence> all;
  add_mastodon(all);
  add_bluesky(all);
  add_feed(all);
  return all;
}

std::vector<Silence> oddities() {
  return {{"is honest", kMastodon, honest},
          {"gives no Link", kMastodon, without_header("Link")},
          {"gives no ETag", kMastodon, without_header("ETag")},
          {"lets caches answer for a moment", kMastodon, with_header("Age", "60")},
          {"has a clock of 1970", kMastodon, with_header("Date", "Thu, 01 Jan 1970 00:00:00 GMT")},
          {"is honest", kBluesky, honest},
          {"is honest", kFeed, honest},
          {"gives no ETag", kFeed, without_header("ETag")}};
}

}  // namespace tagwatch::sim
