#include "store/pruned.hpp"

#include <charconv>

#include "tagwatch/base/sha256.hpp"

namespace tagwatch::store {
namespace {

// Pages, which have a space, are left out: a page may have other items, which are to be reported.
constexpr Sql kUris =
    "SELECT uri, digest FROM post WHERE id = ?1 UNION ALL"
    " SELECT a.key, p.digest FROM post p JOIN alias a ON a.post = p.id"
    " WHERE p.id = ?1 AND instr(a.key, ' ') = 0";
constexpr Sql kNote =
    "INSERT INTO pruned(high, low, digest) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING";
constexpr Sql kFind = "SELECT digest FROM pruned WHERE high = ?1 AND low = ?2";

// 128 bits: of a thousand million uris two are the same with a chance of 10^-21.
struct UriHash {
  explicit UriHash(std::string_view uri) {
    const std::string hex = sha256_hex(uri);
    high = bits(hex.data());
    low = bits(hex.data() + kDigits);
  }
  std::int64_t high;
  std::int64_t low;

 private:
  static constexpr std::size_t kDigits = 16;

  static std::int64_t bits(const char* digits) {
    std::uint64_t value = 0;
    std::from_chars(digits, digits + kDigits, value, 16);
    return static_cast<std::int64_t>(value);
  }
};

}  // namespace

Result<void> note_pruned(Db& db, std::int64_t post) {
  Rows rows = db.query(kUris, post);
  while (rows.next()) {
    const UriHash hash(rows.view(0));
    if (auto noted = db.run(kNote, hash.high, hash.low, rows.maybe_integer(1)); !noted) {
      return noted;
    }
  }
  return rows.failed() ? Result<void>(rows.error()) : Result<void>();
}

Result<std::optional<Pruned>> find_pruned(Db& db, std::string_view uri) {
  std::optional<Pruned> pruned;
  const UriHash hash(uri);
  Rows rows = db.query(kFind, hash.high, hash.low);
  if (rows.next()) {
    pruned = Pruned{rows.maybe_integer(0)};
  }
  if (rows.failed()) {
    return rows.error();
  }
  return pruned;
}

}  // namespace tagwatch::store
