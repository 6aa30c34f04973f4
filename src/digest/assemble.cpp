#include "assemble.hpp"

#include <algorithm>
#include <set>

#include "attention.hpp"
#include "baseline.hpp"
#include "counts.hpp"
#include "coverage_rows.hpp"
#include "flags.hpp"
#include "late_days.hpp"
#include "rank.hpp"
#include "sums.hpp"
#include "tagwatch/base/sha256.hpp"
#include "tagwatch/digest/watch.hpp"

namespace tagwatch {
namespace {

// A digest on its way to a value: each step fills a part and hands its error up.
class Assembly {
 public:
  Assembly(const Reader& reader, const DigestOptions& options, const Plan& plan, Instant now)
      : reader_(reader), options_(options), plan_(plan), accounts_(options.accounts), now_(now) {}

  Result<Assembled> run(const Previous& previous) {
    using Step = Result<void> (Assembly::*)();
    previous_ = previous;
    value_.previous_sha256 = previous.sha256;
    for (const Step step :
         {&Assembly::identify, &Assembly::load, &Assembly::restate_days, &Assembly::find_clusters,
          &Assembly::count_tags, &Assembly::count_missed_days, &Assembly::report_coverage,
          &Assembly::find_attention, &Assembly::count_date, &Assembly::note_changes}) {
      if (auto done = (this->*step)(); !done) {
        return done.error();
      }
    }
    report_posts();
    if (auto sums = check_sums(value_); !sums) {
      return sums.error();
    }
    return Assembled{std::move(value_), std::move(ids_), std::move(counts_),
                     std::move(told_first_)};
  }

 private:
  Result<void> identify() {
    const auto commit = reader_.last_commit();
    if (!commit) {
      return commit.error();
    }
    const Day date = scope().date().day;
    value_.digest_id =
        format_day(date) + "-" + sha256_hex(options_.site_key + format_day(date)).substr(0, 8);
    value_.software = options_.software;
    value_.config_hash = sha256_hex(options_.config);
    value_.date = date;
    if (scope().together) {
      value_.first_day = scope().days.front().day;
    }
    value_.timezone = options_.zone.name();
    value_.window = scope().window;
    value_.generated_at = now_;
    value_.data_as_of = commit->at;
    value_.as_of_txn = commit->txn;
    value_.contact = options_.contact;
    const ProgrammeRules& rules = options_.programme;
    value_.programme_known = !rules.phrases.empty() || !rules.also_tags.empty() ||
                             !rules.link_hosts.empty() || !options_.accounts.empty();
    return {};
  }

  Result<void> load() {
    auto programme = Programme::compile(options_.programme, options_.tags);
    if (!programme) {
      return programme.error();
    }
    auto records = load_posts(reader_, plan_);
    if (!records) {
      return records.error();
    }
    facts_ = facts_of(std::move(*records), scope(), options_, *programme, accounts_);
    const Window back = {baseline_window(scope().days.front().day, options_).from,
                         scope().window.to};
    auto watch = load_watch(reader_, options_, back);
    if (!watch) {
      return watch.error();
    }
    watch_ = std::move(*watch);
    // Our own commits, such as an issue, bring no data.
    std::optional<Instant> read;
    for (const WatchedTimeline& timeline : watch_) {
      read = std::max(read, timeline.state.last_success);
    }
    value_.data_as_of = read.value_or(value_.data_as_of);
    return {};
  }

  Result<void> restate_days() {
    auto restated = restate(reader_, options_, facts_);
    if (!restated) {
      return restated.error();
    }
    value_.late_arrivals = std::move(restated->days);
    counts_ = std::move(restated->counts);
    return {};
  }

  Result<void> find_clusters() {
    value_.clusters = clusters_of(posts_of_date());
    for (const Cluster& cluster : *value_.clusters) {
      copies_.insert(std::next(cluster.uris.begin()), cluster.uris.end());
    }
    return {};
  }

  Result<TagCount> tag_count(const PostFacts& posts, const Hashtag& tag, const DayPart& part) {
    TagCount count = count_tag(posts, tag);
    if (part.window == scope().window && scope().together) {
      return last_seen(std::move(count), tag, part);  // days are compared with days
    }
    auto usual = usual_of(reader_, options_, accounts_, watch_, tag, part.day, judged(part.window));
    if (!usual) {
      return usual.error();
    }
    count.usual = usual->usual;
    count.usual_reason = usual->reason;
    ranges_.push_back(std::move(*usual));
    return last_seen(std::move(count), tag, part);
  }

  Result<TagCount> last_seen(TagCount count, const Hashtag& tag, const DayPart& part) const {
    if (count.posts == 0) {
      const auto last = reader_.last_place_before(tag.key(), part.window.from);
      if (!last) {
        return last.error();
      }
      if (*last) {
        count.last_seen = options_.zone.day_of(**last);
      }
    }
    return count;
  }

  Result<std::vector<TagCount>> tag_counts(const PostFacts& posts, const DayPart& part) {
    std::vector<TagCount> counts;
    ranges_.clear();
    for (const Hashtag& tag : options_.tags) {
      auto count = tag_count(posts, tag, part);
      if (!count) {
        return count.error();
      }
      counts.push_back(std::move(*count));
    }
    const Window whole = options_.zone.window(part.day);
    judge_counts(counts, ranges_, part.window == whole && whole.to <= now_);
    const bool cut = part.window.from > whole.from;
    auto kept = keep_totals(reader_, day_counts(posts, part.day, options_.tags), cut, counts_);
    if (!kept) {
      return kept.error();
    }
    return counts;
  }

  Result<void> count_tags() {
    auto counts = tag_counts(posts_of_date(), scope().date());
    if (!counts) {
      return counts.error();
    }
    value_.tags = std::move(*counts);
    auto flags = count_flags(reader_, options_, accounts_, value_.tags, ranges_,
                             {scope().date().day, posts_of_date(), *value_.clusters});
    if (!flags) {
      return flags.error();
    }
    value_.flags = std::move(*flags);
    value_.with_several_tags = with_several_tags(posts_of_date(), options_.tags);
    return {};
  }

  Result<void> count_missed_days() {
    const auto& days = scope().days;
    const bool together = scope().together;
    for (auto part = days.begin(); part != (together ? days.end() : std::prev(days.end()));
         ++part) {
      auto day = count_day(*part);
      if (!day) {
        return day.error();
      }
      (together ? value_.days : value_.missed_days).push_back(std::move(*day));
    }
    return {};
  }

  // A day by itself, beside those that the numbers of the digest speak of.
  Result<MissedDay> count_day(const DayPart& part) {
    PostFacts posts;
    for (const PostFact& fact : facts_) {
      if (fact.day == part.day && (fact.age == Age::missed || scope().together)) {
        posts.push_back(&fact);
      }
    }
    auto counts = tag_counts(posts, part);
    if (!counts) {
      return counts.error();
    }
    auto coverage = coverage_report(reader_, watch_, posts, judged(part.window));
    if (!coverage) {
      return coverage.error();
    }
    return MissedDay{part.day, std::move(*counts), std::move(*coverage), hours(posts, part)};
  }

  Result<void> report_coverage() {
    auto coverage =
        coverage_report(reader_, watch_, posts_of_date(), judged(scope().date().window));
    if (!coverage) {
      return coverage.error();
    }
    value_.coverage = std::move(*coverage);
    value_.coverage.not_watched = options_.not_watched;
    for (auto& flags : {blind_flags(value_.coverage), same_text_flags(*value_.clusters)}) {
      value_.flags->insert(value_.flags->end(), flags.begin(), flags.end());
    }
    return {};
  }

  // Of an hour outside of `part`, which another digest reports, nothing is said; one that still
  // runs is not read in full.
  [[nodiscard]] std::vector<HourCount> hours(const PostFacts& posts, const DayPart& part) const {
    std::vector<HourCount> counts = by_hour(posts, part.day, options_.zone);
    for (HourCount& hour : counts) {
      const Window inside{std::max(hour.from, part.window.from),
                          std::min(hour.from + std::chrono::hours(1), part.window.to)};
      if (inside.from < inside.to) {
        const CoverageWord word = word_of(watch_, judged(inside));
        const bool runs = inside.to > now_ && word == CoverageWord::complete;
        hour.coverage = runs ? CoverageWord::partial : word;
      }
    }
    return counts;
  }

  // Of days that are past nobody is asked any more.
  Result<void> find_attention() {
    if (plan_.posts != Plan::Posts::chain) {
      return {};
    }
    auto attention = attention_of(reader_, options_, accounts_, facts_, *value_.clusters, scope());
    if (!attention) {
      return attention.error();
    }
    value_.attention = std::move(attention->items);
    told_first_ = std::move(attention->new_ones);
    return {};
  }

  Result<void> count_date() {
    const PostFacts posts = posts_of_date();
    const DayPart date = scope().date();
    const std::int64_t audience = options_.audience_followers;
    const auto elsewhere = shown_attention(value_);
    value_.top_posts = listed_posts(posts, accounts_, audience, copies_, elsewhere);
    value_.earlier_posts =
        listed_posts(posts_of_days_before(), accounts_, audience, copies_, elsewhere);
    value_.earlier_posts.resize(std::min(value_.earlier_posts.size(), kEarlierShownMax));
    value_.by_source = by_source(posts, options_.sources);
    if (scope().together) {
      for (const MissedDay& day : value_.days) {
        value_.by_hour.insert(value_.by_hour.end(), day.by_hour.begin(), day.by_hour.end());
      }
    } else {
      value_.by_hour = hours(posts, date);
    }
    for (const CalendarEvent& event : options_.events) {
      if (event.window.from < date.window.to && date.window.from < event.window.to) {
        value_.events.push_back({event.name, event.window});
      }
    }
    value_.authors = frequent_authors(posts);
    value_.links = frequent_links(posts);
    value_.related_tags = frequent_tags(posts, options_.tags);
    value_.topics = by_topic(posts, options_.topics);
    value_.languages = by_language(posts);
    return {};
  }

  Result<void> note_changes() {
    if (previous_.as_of_txn == 0) {
      return {};
    }
    auto changes = reader_.changes(previous_.as_of_txn, value_.as_of_txn);
    if (!changes) {
      return changes.error();
    }
    value_.changes = std::move(*changes);
    return {};
  }

  void report_posts() {
    std::set<std::string_view> listed = shown_attention(value_);
    for (const TopPost& top : value_.top_posts) {
      listed.insert(top.uri);
    }
    std::int64_t withheld = 0;
    std::int64_t deleted = 0;
    for (const PostFact& fact : facts_) {
      const Post& post = fact.record.post;
      const Place place = place_of(fact, listed);
      value_.posts.push_back({post.uri, fact.record.revision, fact.day, place, fact.signs.about()});
      ids_.push_back(fact.record.id);
      value_.older += place == Place::older ? 1 : 0;
      value_.deleted += fact.record.deleted ? 1 : 0;
      withheld += place == Place::hidden && post.withheld && !fact.record.deleted ? 1 : 0;
      deleted += place == Place::hidden && fact.record.deleted && !fact.record.held ? 1 : 0;
    }
    value_.omitted = omitted_of(value_.posts);
    value_.omitted.withheld = withheld;
    value_.omitted.deleted = deleted;
    value_.posts_sha256 = posts_hash(value_.posts);
  }

  [[nodiscard]] Place place_of(const PostFact& fact,
                               const std::set<std::string_view>& listed) const {
    switch (fact.age) {
      case Age::late:
        return Place::late;
      case Age::older:
        return Place::older;
      case Age::missed:
        return Place::missed;
      case Age::of_date:
        break;
    }
    const std::string& uri = fact.record.post.uri;
    return fact.apart()            ? Place::own
           : copies_.contains(uri) ? Place::clustered
           : listed.contains(uri)  ? Place::shown
                                   : Place::hidden;
  }

  [[nodiscard]] PostFacts posts_of_days_before() const {
    PostFacts posts;
    for (const PostFact& fact : facts_) {
      if (fact.age != Age::of_date) {
        posts.push_back(&fact);
      }
    }
    return posts;
  }

  [[nodiscard]] PostFacts posts_of_date() const {
    PostFacts posts;
    for (const PostFact& fact : facts_) {
      if (fact.age == Age::of_date) {
        posts.push_back(&fact);
      }
    }
    return posts;
  }

  [[nodiscard]] const Scope& scope() const { return plan_.scope; }
  [[nodiscard]] Judged judged(Window window) const { return {window, now_, options_.interval_max}; }

  const Reader& reader_;
  const DigestOptions& options_;
  const Plan& plan_;
  const Accounts accounts_;
  const Instant now_;
  std::vector<PostFact> facts_;
  std::vector<WatchedTimeline> watch_;
  std::vector<UsualRange> ranges_;     // of the tags, of the day that was counted last
  std::set<std::string_view> copies_;  // uris of all posts of clusters but their first
  Previous previous_;
  DigestValue value_;
  std::vector<std::int64_t> ids_;
  std::vector<DayCount> counts_;
  std::vector<AttentionRow> told_first_;
};

}  // namespace

Result<Assembled> assemble(const Reader& reader, const DigestOptions& options, const Plan& plan,
                           const Previous& previous, Instant now) {
  return Assembly(reader, options, plan, now).run(previous);
}

}  // namespace tagwatch
