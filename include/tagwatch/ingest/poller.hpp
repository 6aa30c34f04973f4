// When passes run: once over many timelines (cron), or for ever over one (daemon).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <vector>

#include "tagwatch/ingest/pipeline.hpp"

namespace tagwatch {

/// One pass over each of `timelines`, several at a time, so that a slow source delays no other.
/// Reports come in the order of `timelines`. Everything passed must outlive the call. Loop thread.
/// Errors: the first error of the store; passes under way are finished first.
[[nodiscard]] boost::asio::awaitable<Result<std::vector<PassReport>>> poll_once(
    Pipeline& pipeline, const std::vector<const Timeline*>& timelines, PassOptions options);

/// Passes over `timeline`, the first at `first_poll`, each next one when the one before says, until
/// the awaiting coroutine is cancelled. Errors: those of the store that waiting cannot heal; a full
/// disk is waited out.
[[nodiscard]] boost::asio::awaitable<Result<void>> poll_for_ever(Pipeline& pipeline,
                                                                 const Timeline& timeline,
                                                                 const Clock& clock,
                                                                 Instant first_poll);

/// Waits until `clock` shows `until`, however often the clock is set meanwhile.
[[nodiscard]] boost::asio::awaitable<void> wait_until(const Clock& clock, Instant until);

}  // namespace tagwatch
