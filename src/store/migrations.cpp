#include "store/migrations.hpp"

#include <array>

#include "store/schema.hpp"
#include "store/schema_outbox.hpp"
#include "store/schema_steps.hpp"

namespace tagwatch::store {
namespace {

// Append only: a step that was released never changes. Step n brings a store to version n + 1.
constexpr std::array kSteps{kFirstSchema,      kControlTag,  kDeletions,
                            kUnwrittenDigests, kServerClock, kRevisedRow,
                            kPruned,           kAttention,   kOutbox};

struct Identity {
  std::int64_t application = 0;
  std::int64_t version = 0;
  bool blank = false;  // nothing was ever made in it
};

Result<Identity> identity_of(Db& db) {
  Identity identity;
  Rows rows = db.query(
      "SELECT (SELECT application_id FROM pragma_application_id),"
      " (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)");
  if (rows.next()) {
    identity.application = rows.integer(0);
    identity.version = rows.integer(1);
    identity.blank = identity.application == 0 && identity.version == 0 && rows.integer(2) == 0;
  }
  if (rows.failed()) {
    return rows.error();
  }
  return identity;
}

Error blank_error(const Db& db) {
  return {Errc::store_corrupt,
          db.path() +
              " is a database with nothing in it: put a backup in its place, or remove it "
              "and start anew with --init"};
}

Error foreign_error(const Db& db) {
  return {Errc::store_corrupt, db.path() +
                                   " belongs to another program, not to tagwatch; set "
                                   "store.path to another file"};
}

Error newer_error(const Db& db, std::int64_t version) {
  return {Errc::schema_newer, db.path() + " has schema " + std::to_string(version) +
                                  ", this program knows " + std::to_string(newest_schema()) +
                                  "; install the newer tagwatch again"};
}

Error older_error(const Db& db) {
  return {Errc::store_failed, db.path() +
                                  " was written by an older tagwatch; run `tagwatch poll` "
                                  "once to bring it up to date"};
}

Result<Identity> known_identity(Db& db, bool may_be_blank) {
  const auto identity = identity_of(db);
  if (!identity) {
    return identity.error();
  }
  if (identity->blank) {
    return may_be_blank ? identity : Result<Identity>(blank_error(db));
  }
  if (identity->application != kApplicationId || identity->version < 1) {
    return foreign_error(db);
  }
  if (identity->version > newest_schema()) {
    return newer_error(db, identity->version);
  }
  return identity;
}

Result<void> take_step(Db& db, std::size_t step) {
  auto transaction = Transaction::begin(db);
  if (!transaction) {
    return transaction.error();
  }
  const std::string version = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                              "; PRAGMA user_version = " + std::to_string(step + 1) + ";";
  for (const char* script : {kSteps.at(step), version.c_str()}) {
    if (auto executed = db.execute(script); !executed) {
      return executed.error();
    }
  }
  return transaction->commit();
}

}  // namespace

int newest_schema() {
  return static_cast<int>(kSteps.size());
}

Result<void> require_known(Db& db, bool may_be_blank) {
  const auto identity = known_identity(db, may_be_blank);
  if (!identity) {
    return identity.error();
  }
  return {};
}

Result<void> require_current(Db& db) {
  const auto identity = known_identity(db, false);
  if (!identity) {
    return identity.error();
  }
  if (identity->version < newest_schema()) {
    return older_error(db);
  }
  return {};
}

Result<void> migrate(Db& db) {
  const auto identity = identity_of(db);
  if (!identity) {
    return identity.error();
  }
  for (auto step = static_cast<std::size_t>(identity->version); step < kSteps.size(); ++step) {
    if (auto taken = take_step(db, step); !taken) {
      return taken.error();
    }
  }
  return {};
}

}  // namespace tagwatch::store
