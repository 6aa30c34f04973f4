#include "sim/history.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "tagwatch/ingest/import.hpp"
#include "tagwatch/render/post_json.hpp"

namespace tagwatch::sim {
namespace {

using namespace std::chrono_literals;
using build::at;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<std::string_view, 5> kZones{"America/New_York", "Asia/Tokyo",
                                                 "America/Los_Angeles", "Australia/Lord_Howe",
                                                 "Pacific/Kiritimati"};
constexpr std::array<const char*, 3> kTagsLater{"Ports", "Customs", "Harbour"};
constexpr std::size_t kSourcesMax = 5;
constexpr std::size_t kAuthors = 7;
// Not a source of the configuration: where exports of others have posts from.
constexpr const char* kElsewhere = "elsewhere.example";

DigestOptions first_options() {
  DigestOptions options = build::options();
  options.tags = {Hashtag("TMSSW")};
  options.sources.resize(1);
  options.sources[0].tags = options.tags;
  return options;
}

}  // namespace

HistoryFigures& HistoryFigures::operator+=(const HistoryFigures& other) {
  digests += other.digests;
  posts += other.posts;
  reported += other.reported;
  gone += other.gone;
  redacted += other.redacted;
  refused += other.refused;
  return *this;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) {
    all += line + "\n";
  }
  return all;
}

History::History(unsigned seed, Deletion deletion)
    : random_(seed), deletion_(deletion), world_(at("2026-10-28T12:00:00Z"), deletion) {
  world_.options = first_options();
  watch();
}

unsigned History::below(std::size_t limit) {
  return static_cast<unsigned>(random_() % static_cast<std::uint32_t>(limit));
}

void History::say(const std::string& what) {
  words_.push_back(format_rfc3339(world_.clock.now()) + " " + what);
}

void History::note_commit() {
  last_commit_ = world_.reader().last_commit().value().at;
}

void History::run(int steps) {
  for (int count = 0; count < steps; ++count) {
    world_.clock.advance(minutes(1 + below(600)));
    step();
  }
}

void History::run_for_a_month() {
  say("a month follows");
  const Instant end = world_.clock.now() + days(30);
  while (world_.clock.now() < end) {
    world_.clock.advance(minutes(1 + below(40 * 60)));
    step();
  }
}

void History::step() {
  struct Chance {
    unsigned weight;
    void (History::*happens)();
  };
  constexpr std::array kChances{Chance{30, &History::show_new},
                                Chance{10, &History::show_old},
                                Chance{8, &History::edit},
                                Chance{6, &History::take_back},
                                Chance{1, &History::erase},
                                Chance{6, &History::import_new},
                                Chance{6, &History::import_old},
                                Chance{5, &History::set_clock},
                                Chance{18, &History::issue},
                                Chance{2, &History::change_zone},
                                Chance{4, &History::change_sources},
                                Chance{2, &History::add_tag},
                                Chance{8, &History::poll}};
  unsigned sum = 0;
  for (const Chance& chance : kChances) {
    sum += chance.weight;
  }
  unsigned left = below(sum);
  for (const Chance& chance : kChances) {
    if (left < chance.weight) {
      (this->*chance.happens)();
      return;
    }
    left -= chance.weight;
  }
}

// What happens ------------------------------------------------------------------------------------

void History::watch() {
  world_.watch();
  note_commit();
  for (const DigestSource& source : world_.options.sources) {
    for (const Hashtag& tag : source.tags) {
      reported_to_.try_emplace({source.name, tag.key()},
                               digests_.empty() ? Instant::min() : digests_.back().window.to);
    }
  }
}

std::string History::any_source() {
  return world_.options.sources[below(world_.options.sources.size())].name;
}

History::ModelPost* History::any_post() {
  return posts_.empty() ? nullptr : &posts_[below(posts_.size())];
}

// Mostly of now, sometimes late, sometimes of long ago.
Post History::new_post() {
  const unsigned age = below(10);
  const auto back = age < 6   ? minutes(below(120))
                    : age < 9 ? minutes(below(4 * 24 * 60))
                              : minutes(below(20 * 24 * 60));
  Post post = build::post(std::to_string(posts_.size() + 1), world_.clock.now() - back);
  post.author.handle = "@author" + std::to_string(below(kAuthors)) + "@one.example";
  post.tags.clear();
  for (const Hashtag& tag : world_.options.tags) {
    if (post.tags.empty() || below(3) == 0) {
      post.tags.push_back(tag);
    }
  }
  if (below(3) == 0) {
    post.tags.emplace_back("Aside" + std::to_string(below(4)));
    post.links.push_back({"https://news.example/" + std::to_string(below(6)), "A report"});
  }
  return post;
}

// A tombstone is final: what shows it again changes nothing.
void History::show(ModelPost& post, const std::string& source, Origin origin) {
  std::vector<std::string> tags;
  for (const Hashtag& tag : world_.options.tags) {
    if (std::find(post.post.tags.begin(), post.post.tags.end(), tag) != post.post.tags.end()) {
      tags.push_back(tag.spelled());
    }
  }
  if (tags.empty()) {
    return;
  }
  world_.show(source, post.post, tags, origin);
  note_commit();
  if (post.gone) {
    return;
  }
  post.imported = post.imported && origin == Origin::imported;
  for (const std::string& tag : tags) {
    post.shown.emplace(source, Hashtag(tag).key());
  }
}

void History::show_new() {
  ModelPost post;
  post.post = new_post();
  post.imported = below(8) == 0;
  post.placed = std::min(*post.post.created_at, std::max(last_commit_, world_.clock.now()));
  if (below(12) == 0) {  // dated ahead: its place is when it was first seen
    post.post.created_at = world_.clock.now() + hours(7);
    post.placed = std::max(last_commit_, world_.clock.now());
    post.placed = std::min(post.placed, *post.post.created_at);
  }
  const std::string source = any_source();
  say(source + (post.imported ? " is imported with post " : " shows post ") + post.post.native_id +
      " of " + format_rfc3339(*post.post.created_at));
  show(post, source, post.imported ? Origin::imported : Origin::polled);
  posts_.push_back(std::move(post));
}

void History::show_old() {
  if (ModelPost* post = any_post()) {
    const std::string source = any_source();
    say(source + " shows post " + post->post.native_id + " again");
    show(*post, source, Origin::polled);
  }
}

void History::edit() {
  ModelPost* post = any_post();
  if (post == nullptr || post->shown.empty()) {
    return;
  }
  post->post.edited_at = world_.clock.now();
  post->post.text += " Edited.";
  const bool loses_tag = below(4) == 0 && post->post.tags.size() > 1;
  if (loses_tag) {
    post->post.tags.erase(post->post.tags.begin());
  }
  say("post " + post->post.native_id + " is edited" + (loses_tag ? " and loses a tag" : ""));
  show(*post, post->shown.begin()->first, Origin::polled);
}

void History::take_back() {
  ModelPost* post = any_post();
  if (post == nullptr || post->shown.empty()) {
    return;
  }
  say("post " + post->post.native_id + " is taken back");
  world_.tell_gone(post->shown.begin()->first, {post->post.uri});
  note_commit();
  post->gone = true;
}

void History::erase() {
  const std::string handle = "@author" + std::to_string(below(kAuthors)) + "@one.example";
  say(handle + " is erased");
  const auto erased = world_.writer().erase(handle);
  ASSERT_TRUE(erased) << describe(erased.error());
  note_commit();
  for (ModelPost& post : posts_) {
    if (post.post.author.handle == handle) {
      post.gone = post.erased = true;
    }
  }
}

void History::import(const std::string& ndjson) {
  std::istringstream in(ndjson);
  Importer importer(world_.writer(), *find_import_kind("tagwatch"), nullptr, nullptr);
  const auto report = importer.read(
      in, [](std::int64_t /*line*/, const Error& error) { ADD_FAILURE() << describe(error); });
  ASSERT_TRUE(report) << describe(report.error());
  note_commit();
}

// Of another office, which saw it elsewhere.
void History::import_new() {
  ModelPost post;
  post.post = new_post();
  post.imported = true;
  post.placed = *post.post.created_at;
  PostRecord record;
  record.post = post.post;
  record.created = *post.post.created_at;
  record.first_seen = record.last_seen = record.created + 1min;
  for (const Hashtag& tag : world_.options.tags) {
    if (std::find(post.post.tags.begin(), post.post.tags.end(), tag) != post.post.tags.end()) {
      record.matches.push_back({tag.key(), tag.spelled(), false});
    }
  }
  record.sightings = {{kElsewhere, post.post.native_id, record.first_seen}};
  say("an export brings post " + post.post.native_id + " of " + format_rfc3339(record.created));
  import(post_json(record, Disclosure::everything) + "\n");
  posts_.push_back(std::move(post));
}

// Exports of this store are imported again, some time later.
void History::import_old() {
  if (!exports_.empty() && below(2) == 0) {
    say("an old export is imported again");
    import(exports_[below(exports_.size())]);
    return;
  }
  std::string lines;
  for (int count = 0; count < 5; ++count) {
    const ModelPost* post = any_post();
    const auto record = post == nullptr ? Result<std::optional<PostRecord>>(std::nullopt)
                                        : world_.reader().post_by_uri(post->post.uri);
    if (record && *record) {
      lines += post_json(**record, Disclosure::everything) + "\n";
    }
  }
  say("some posts are exported");
  exports_.push_back(lines);
}

void History::set_clock() {
  const unsigned kind = below(4);
  const Duration by = kind == 0   ? Duration(hours(72))
                      : kind == 1 ? Duration(hours(-30))
                                  : -Duration(minutes(below(300)));
  say("the clock is set by " + std::to_string(by.count() / 60000) + " minutes");
  world_.clock.advance(by);
}

void History::change_zone() {
  const std::string_view zone = kZones[below(kZones.size())];
  say("the zone is " + std::string(zone));
  world_.options.zone = build::zone(zone);
}

void History::change_sources() {
  std::vector<DigestSource>& sources = world_.options.sources;
  if (sources.size() > 1 && below(2) == 0) {
    const auto dropped = sources.begin() + below(sources.size());
    say(dropped->name + " is watched no more");
    dropped_.push_back(*dropped);
    sources.erase(dropped);
  } else if (!dropped_.empty() && below(2) == 0) {
    say(dropped_.back().name + " is watched again");
    sources.push_back(dropped_.back());
    sources.back().tags = world_.options.tags;
    dropped_.pop_back();
  } else if (sources.size() + dropped_.size() < kSourcesMax) {
    DigestSource source = sources[0];
    source.name = source.network =
        "added" + std::to_string(sources.size() + dropped_.size()) + ".example";
    source.tags = world_.options.tags;
    say(source.name + " is watched from now on");
    sources.push_back(source);
  }
  watch();
}

void History::add_tag() {
  const std::size_t later = world_.options.tags.size() - 1;
  if (later >= kTagsLater.size()) {
    return;
  }
  say(std::string("#") + kTagsLater.at(later) + " is watched from now on");
  world_.options.tags.emplace_back(kTagsLater.at(later));
  for (DigestSource& source : world_.options.sources) {
    source.tags = world_.options.tags;
  }
  watch();
}

void History::poll() {
  if (world_.clock.now() <= polled_to_) {
    return;
  }
  say("all sources are read to now");
  polled_to_ = world_.clock.now();
  world_.poll();
  note_commit();
}

void History::issue() {
  const Day today = world_.options.zone.day_of(world_.clock.now());
  const Day asked = today - days(below(5) == 0 ? below(20) : below(3));
  const auto row = world_.issue(asked);
  if (!row) {
    ASSERT_EQ(row.error().code, Errc::usage) << describe(row.error());
    say("the digest of " + format_day(asked) + " is refused");
    ++refused_;
    return;
  }
  say("the digest of " + format_day(asked) + " is issued");
  note_commit();
  note_issued(asked);
}

}  // namespace tagwatch::sim
