// Real feeds, read twice: by the source, and by a Python script of other construction.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "sources/charset.hpp"
#include "sources/feed.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using simdjson::dom::element;

const fs::path kData = fs::path(TAGWATCH_SOURCE_DIR) / ".." / "shared" / "data";
constexpr const char* kFeedUrl = "https://feeds.example.org/{tag}/feed";

std::string contents_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// The lines that the script prints.
std::vector<std::string> extracted(const std::string& arguments) {
  const std::string command =
      "python3 '" TAGWATCH_SOURCE_DIR "/tests/sources/feed_extract.py' " + arguments;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string output;
  std::array<char, 65536> piece{};
  while (pipe) {
    const std::size_t length = fread(piece.data(), 1, piece.size(), pipe.get());
    output.append(piece.data(), length);
    if (length == 0) {
      break;
    }
  }
  std::vector<std::string> lines;
  std::istringstream in(output);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string text_in(element holder, const char* key) {
  std::string_view text;
  return holder[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::optional<std::int64_t> number_in(element holder, const char* key) {
  std::int64_t number = 0;
  return holder[key].get(number) == simdjson::SUCCESS ? std::optional(number) : std::nullopt;
}

std::set<std::string> texts_in(element holder, const char* key) {
  std::set<std::string> texts;
  simdjson::dom::array array;
  if (holder[key].get(array) == simdjson::SUCCESS) {
    for (const element each : array) {
      std::string_view text;
      if (each.get(text) == simdjson::SUCCESS) {
        texts.emplace(text);
      }
    }
  }
  return texts;
}

// All white space gone, also what HTML has beyond ASCII: how a renderer breaks lines is its own.
std::string squeezed(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("\xC2\xA0")) {
      ++at;
    } else if (std::isspace(static_cast<unsigned char>(text[at])) == 0) {
      result += text[at];
    }
  }
  return result;
}

std::optional<std::int64_t> ms(std::optional<Instant> at) {
  return at ? std::optional(to_ms(*at)) : std::nullopt;
}

Result<Page> read(const std::string& body, const std::string& content_type,
                  const std::string& from) {
  SourceSettings settings;
  settings.url = kFeedUrl;
  HttpResponse response;
  response.status = 200;
  response.body = body;
  response.final_url = from;
  if (!content_type.empty()) {
    response.headers.emplace_back("Content-Type", content_type);
  }
  return feed_source_kind().make(settings)->parse(Newest(Hashtag("tmssw")), response);
}

// Which fields of `post` are not what `item` says.
std::vector<std::string> differences(const Post& post, element item) {
  std::vector<std::string> fields;
  const auto compare = [&](const char* field, bool same) {
    if (!same) {
      fields.emplace_back(field);
    }
  };
  std::set<std::string> links;
  for (const Link& link : post.links) {
    links.insert(link.url);
  }
  std::set<std::string> tags;
  for (const Hashtag& tag : post.tags) {
    tags.insert(tag.key());
  }
  std::set<std::string> expected_tags;
  for (const std::string& spelled : texts_in(item, "tags")) {
    expected_tags.insert(tag_key(spelled));
  }
  std::string media;
  for (const Media& each : post.media) {
    media += each.kind + " " + each.url + " " + squeezed(each.alt) + "\n";
  }
  std::string expected_media;
  for (const element each : item["media"].get_array()) {
    const auto part = [&](std::size_t at) {
      return std::string(std::string_view(each.at(at).get_string()));
    };
    expected_media += part(0) + " " + part(1) + " " + squeezed(part(2)) + "\n";
  }
  compare("uri", post.uri == text_in(item, "uri"));
  compare("native_id", post.native_id == text_in(item, "uri"));
  compare("url", post.url == text_in(item, "url"));
  compare("platform", post.platform == "feed" && post.kind == PostKind::article);
  compare("author", squeezed(post.author.name) == squeezed(text_in(item, "author")));
  compare("author_url", post.author.url == text_in(item, "author_url"));
  compare("created_at", ms(post.created_at) == number_in(item, "created_at"));
  compare("edited_at", ms(post.edited_at) == number_in(item, "edited_at"));
  compare("text", squeezed(post.text) == squeezed(text_in(item, "text")));
  compare("language", tag_key(post.language.value_or("")) == tag_key(text_in(item, "language")));
  compare("tags", tags == expected_tags);
  compare("links", links == texts_in(item, "links"));
  compare("media", media == expected_media);
  return fields;
}

std::string format_of(const std::string& body) {
  const auto has = [&body](const char* mark) { return body.find(mark) != std::string::npos; };
  return body.starts_with("{") ? "JSON Feed"
         : has("<feed")        ? "Atom"
         : has("<rdf:RDF")     ? "RSS 1.0"
                               : "RSS 2.0";
}

TEST(FeedRecorded, AgreesWithAnIndependentExtraction) {
  if (!fs::exists(kData / "rss")) {
    std::printf("no recorded feeds here: nothing compared\n");
    return;
  }
  std::string arguments = "items";
  for (const char* folder : {"rss", "others"}) {
    std::set<fs::path> files;
    for (const auto& entry : fs::directory_iterator(kData / folder)) {
      if (folder == std::string_view("rss") || entry.path().extension() == ".atom") {
        files.insert(entry.path());
      }
    }
    for (const fs::path& file : files) {
      arguments += " '" + file.string() + "'";
    }
  }
  int files = 0;
  std::map<std::string, int> formats;
  std::size_t items = 0;
  simdjson::dom::parser parser;
  for (const std::string& line : extracted(arguments)) {
    const element expected = parser.parse(line);
    const fs::path file = text_in(expected, "file");
    const std::string body = contents_of(file);
    const auto page = read(body, "", "https://feeds.example.org/tmssw/feed");
    ++files;
    ++formats[format_of(body)];
    simdjson::dom::array expected_items;
    if (expected["items"].get(expected_items)) {
      EXPECT_FALSE(page) << file;
      continue;
    }
    ASSERT_TRUE(page) << file << ": " << describe(page.error());
    std::map<std::string, const Post*> posts;
    for (const Post& post : page->posts) {
      posts[post.uri] = &post;
    }
    EXPECT_EQ(posts.size(), expected_items.size()) << file;
    for (const element item : expected_items) {
      ++items;
      const auto post = posts.find(text_in(item, "uri"));
      if (post == posts.end()) {
        ADD_FAILURE() << file << ": no post " << text_in(item, "uri");
        continue;
      }
      for (const std::string& field : differences(*post->second, item)) {
        ADD_FAILURE() << file << ": " << field << " of " << post->first << "\n  expected "
                      << simdjson::to_string(item) << "\n  text     " << post->second->text;
      }
    }
  }
  std::printf("%d recorded payloads, %zu items, 13 fields each\n", files, items);
  for (const auto& [format, count] : formats) {
    std::printf("  %-9s %2d\n", format.c_str(), count);
  }
  EXPECT_GT(files, 0);
}

// Whether `post` keeps `right`, a value that feedparser expects in `field`.
bool keeps(const Post& post, const std::string& field, const std::string& right) {
  if (field == "text") {
    return squeezed(post.text).find(squeezed(right)) != std::string::npos;
  }
  if (field == "url" || field == "links") {
    return (field == "url" && post.url == right) ||
           std::any_of(post.links.begin(), post.links.end(),
                       [&](const Link& link) { return link.url == right; });
  }
  if (field == "author") {
    return post.author.name.find(right) != std::string::npos;
  }
  if (field == "tags") {
    return std::find(post.tags.begin(), post.tags.end(), Hashtag(right)) != post.tags.end();
  }
  if (field == "media_kind") {
    return !post.media.empty() && post.media.front().kind == right;
  }
  return (field == "uri" && post.uri == right) ||
         (field == "author_url" && post.author.url == right);
}

bool agrees(const Result<Page>& page, const std::string& body, const std::string& content_type,
            element check) {
  const std::string field = text_in(check, "field");
  const std::int64_t at = number_in(check, "entry").value_or(0);
  for (const element right : check["right"].get_array()) {
    std::int64_t number = 0;
    std::string_view text;
    if (field == "encoding") {
      return right.get(text) == simdjson::SUCCESS && to_utf8(body, content_type).text == text;
    }
    if (!page || at >= static_cast<std::int64_t>(page->posts.size())) {
      return false;
    }
    const Post& post = page->posts[static_cast<std::size_t>(at)];
    const bool time = right.get(number) == simdjson::SUCCESS &&
                      (ms(post.created_at) == number || ms(post.edited_at) == number);
    if (time || (right.get(text) == simdjson::SUCCESS && keeps(post, field, std::string(text)))) {
      return true;
    }
  }
  return false;
}

// Many cases show one element in an item that has no name: such items are skipped, so each gets
// one.
std::string named(std::string body) {
  int count = 0;
  for (const auto& [close, name] : {std::pair<std::string, std::string>{"</item>", "guid"},
                                    std::pair<std::string, std::string>{"</entry>", "id"}}) {
    for (std::size_t at = body.find(close); at != std::string::npos; at = body.find(close, at)) {
      const std::string given = "<" + name + ">" + std::to_string(++count) + "</" + name + ">";
      body.insert(at, given);
      at += given.size() + close.size();
    }
  }
  return body;
}

// Where a post is not what feedparser expects, and why. Anything else that differs is a mistake,
// and so is a line here that no longer does.
struct Difference {
  const char* file;
  const char* field;
  const char* why;
};
constexpr const char* kOneBase =
    "the address that was asked for is the base, whatever it calls itself";
constexpr const char* kBogusComment =
    "HTML takes \"<!\" for a comment, which ends at the next \">\"";
constexpr std::array kDifferences{
    Difference{"encoding/bozo_linenoise.xml", "text",
               "most of it is UTF-8: it is read so, and one bad byte is replaced"},
    Difference{"wellformed/atom10/entry_authors_uri.xml", "author_url",
               "a post has one address for its authors, the first"},
    Difference{"wellformed/atom10/entry_content_and_summary.xml", "text",
               "where there is content, the summary is not a part of the text"},
    Difference{"wellformed/base/cdf_item_abstract_xml_base.xml", "readable", "CDF is not read"},
    Difference{"wellformed/base/http_entry_id_base_docuri.xml", "uri",
               "an id is compared as it stands (RFC 4287, 4.2.6.1) and never resolved"},
    Difference{"wellformed/base/http_item_fullitem_base_content_location.xml", "links", kOneBase},
    Difference{"wellformed/base/http_item_link_base_content_location.xml", "url", kOneBase},
    Difference{"wellformed/base/http_item_xhtml_body_base_content_location.xml", "links", kOneBase},
    Difference{"wellformed/rss/item_description_not_a_doctype.xml", "links", kBogusComment},
    Difference{"wellformed/rss/item_description_not_a_doctype.xml", "text", kBogusComment},
};

void expect_known(const std::set<std::string>& found) {
  std::set<std::string> known;
  for (const Difference& each : kDifferences) {
    known.insert(std::string(each.file) + " " + each.field);
    std::printf("  differs: %-62s %-10s %s\n", each.file, each.field, each.why);
  }
  EXPECT_EQ(found, known);
}

struct Tally {
  int agreed = 0;
  int all = 0;
  [[nodiscard]] double percent() const { return all == 0 ? 100.0 : 100.0 * agreed / all; }
};

TEST(FeedRecorded, KeepsWhatTheFeedparserSuiteExpects) {
  const fs::path suite = kData / "suites" / "feedparser";
  if (!fs::exists(suite)) {
    std::printf("no feedparser suite here: nothing compared\n");
    return;
  }
  int cases = 0;
  int with_field = 0;
  std::set<std::string> differing;
  std::map<std::string, Tally> groups;
  simdjson::dom::parser parser;
  for (const std::string& line : extracted("suite '" + suite.string() + "'")) {
    const element expected = parser.parse(line);
    const std::string file = text_in(expected, "file");
    const std::string content_type = text_in(expected, "content_type");
    const std::string body = contents_of(suite / file);
    const char* from = "http://127.0.0.1:8097/tests/case.xml";
    auto page = read(body, content_type, from);
    if (page && page->skipped > 0) {
      page = read(named(body), content_type, from);
    }
    ++cases;
    with_field += expected["checks"].get_array().size() > 0 ? 1 : 0;
    if (bool readable = false;
        expected["readable"].get(readable) == simdjson::SUCCESS && readable) {
      Tally& tally = groups["readable"];
      ++tally.all;
      tally.agreed += page ? 1 : 0;
      if (!page) {
        differing.insert(file + " readable");
      }
    }
    for (const element check : expected["checks"].get_array()) {
      Tally& tally = groups[text_in(check, "group")];
      ++tally.all;
      const bool same = agrees(page, body, content_type, check);
      tally.agreed += same ? 1 : 0;
      if (!same) {
        differing.insert(file + " " + text_in(check, "field"));
      }
    }
  }
  std::printf("%d cases of the feedparser suite, %d about a field that a post keeps\n", cases,
              with_field);
  expect_known(differing);
  Tally rest;
  for (const auto& [group, tally] : groups) {
    std::printf("  %-9s %3d of %3d  %.1f %%\n", group.c_str(), tally.agreed, tally.all,
                tally.percent());
    if (group == "date" || group == "encoding") {
      EXPECT_GE(tally.percent(), 98.0) << group;
    } else if (group != "readable") {
      rest.agreed += tally.agreed;
      rest.all += tally.all;
    }
  }
  std::printf("  all but dates and encodings: %d of %d  %.1f %%\n", rest.agreed, rest.all,
              rest.percent());
  EXPECT_GE(rest.percent(), 90.0);
  EXPECT_GE(groups["readable"].percent(), 99.0);
}

}  // namespace
}  // namespace tagwatch
