// Holds what a run left behind against the model: every surface that gives posts, in full and in
// order.
#pragma once

#include <string>
#include <vector>

#include "sim/oracle_run.hpp"

namespace tagwatch::sim {

/// What differs on one surface.
struct Differences {
  std::string surface;
  int compared = 0;
  int missing = 0;                 ///< the model has it, the product does not
  int extra = 0;                   ///< the other way round
  int wrong = 0;                   ///< both have it, and it says something else
  int disorder = 0;                ///< places at which the order differs
  std::vector<std::string> words;  ///< the first few, for a person
  [[nodiscard]] bool none() const { return missing + extra + wrong + disorder == 0; }
};

/// Rows of the store: identity, times, newest text, revisions, matches, sightings, deletions, and
/// the digest that reports each.
[[nodiscard]] Differences compare_tables(const OracleRun& run, const Model& model);
/// Every word that texts are made of, searched for.
[[nodiscard]] Differences compare_search(const OracleRun& run, const Model& model);
/// What `tagwatch export` writes.
[[nodiscard]] Differences compare_ndjson(const OracleRun& run, const Model& model);
[[nodiscard]] Differences compare_json(const OracleRun& run, const Model& model);
[[nodiscard]] Differences compare_csv(const OracleRun& run, const Model& model);
/// The JSON of every issued digest.
[[nodiscard]] Differences compare_digests(const OracleRun& run, const Model& model);
/// What no answer showed lies in an open gap of each source that had it, and nothing else is one.
[[nodiscard]] Differences compare_gaps(const OracleRun& run, const Model& model);

[[nodiscard]] std::vector<Differences> compare_all(const OracleRun& run, const Model& model);

}  // namespace tagwatch::sim
