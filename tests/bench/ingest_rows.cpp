#include "bench/ingest_rows.hpp"

#include "store/lists.hpp"
#include "store/post_writer.hpp"
#include "store/revision.hpp"
#include "store/search_index.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch::bench {
namespace {

Value value(const std::string& text) {
  return text;
}
Value value(std::string_view text) {
  return std::string(text);
}
Value value(std::int64_t number) {
  return number;
}
Value value(Instant at) {
  return to_ms(at);
}
template <class T>
Value value(const std::optional<T>& maybe) {
  return maybe ? value(*maybe) : Value(nullptr);
}

template <class... Args>
Row row(Into table, const Args&... args) {
  return {table, {value(args)...}};
}

void add_evidence(const MatchedPost& matched, const Batch& batch, const Committed& commit,
                  std::int64_t id, std::vector<Row>& rows) {
  const Post& post = matched.post;
  const std::string& source = batch.timeline.source;
  const Instant placed = store::place_of(post.created_at, commit.at);
  rows.push_back(row(Into::alias, "page " + page_key(post.url), id));
  rows.push_back(row(Into::sighting, source, post.native_id, id, commit.at,
                     std::int64_t{matched.from_own_server}, commit.txn));
  for (const Match& match : matched.matches) {
    rows.push_back(row(Into::match, id, match.tag_key, match.spelled, std::int64_t{match.by_phrase},
                       commit.txn));
    rows.push_back(row(Into::place, match.tag_key, source, placed, id));
  }
  const Engagement& counts = post.engagement;
  rows.push_back(row(Into::engagement, id, source, commit.txn, batch.fetches.back().seen_as_of,
                     counts.likes, counts.reposts, counts.replies, counts.quotes));
}

void add_post(const MatchedPost& matched, const Batch& batch, const Committed& commit,
              std::int64_t id, std::vector<Row>& rows) {
  const Post& post = matched.post;
  const Author& author = post.author;
  const store::Lists lists = store::lists_of(post);
  const store::SearchText text = store::search_text(post, lists);
  const bool unspaced = store::has_unspaced(text);
  const std::int64_t first = 1;
  rows.push_back(row(
      Into::post, id, post.uri, post.platform, name(post.kind), post.created_at,
      std::int64_t{post.created_at.has_value()}, store::place_of(post.created_at, commit.at),
      commit.at, commit.at, store::name(batch.origin), commit.txn, first, post.created_at,
      std::int64_t{matched.from_own_server}, std::int64_t{unspaced}, std::int64_t{post.withheld},
      std::int64_t{post.indexable}, store::write_list(matched.topics)));
  const auto created_on = author.created_on ? std::optional(format_day(*author.created_on))
                                            : std::optional<std::string>();
  rows.push_back(row(Into::revision, id, first, commit.txn, batch.timeline.source, post.created_at,
                     post.edited_at, post.url, author.handle, author.name, author.url,
                     author.followers, std::int64_t{author.bot}, created_on, post.text,
                     post.content_warning, post.language, lists.tags, lists.mentions, lists.links,
                     lists.media, post.in_reply_to, post.repost_of));
  rows.push_back(row(Into::words, id, post.text, post.content_warning, lists.tags));
  if (unspaced) {
    rows.push_back(row(Into::unspaced, id, post.text, post.content_warning, lists.tags));
  }
  add_evidence(matched, batch, commit, id, rows);
}

}  // namespace

std::vector<Row> rows_of(const Batch& batch, const Committed& commit, std::int64_t first_id) {
  std::vector<Row> rows;
  rows.push_back(row(Into::txn, commit.txn, commit.at));
  std::int64_t id = first_id;
  for (const MatchedPost& matched : batch.posts) {
    add_post(matched, batch, commit, id++, rows);
  }
  for (const FetchRecord& fetch : batch.fetches) {
    rows.push_back(row(Into::fetch, batch.timeline.source, batch.timeline.tag_key, fetch.task,
                       fetch.started, fetch.seen_as_of, std::int64_t{fetch.status},
                       std::int64_t{fetch.items}, std::int64_t{commit.new_posts}, fetch.outcome,
                       commit.txn));
  }
  return rows;
}

}  // namespace tagwatch::bench
