#include "tagwatch/model/http.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

const Instant kStart = parse_rfc3339("2026-08-01T13:50:00Z").value();

HttpResponse answer(int status, std::vector<Header> headers) {
  HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  response.started = kStart;
  return response;
}

TEST(Http, HeaderNamesHaveNoCase) {
  EXPECT_EQ(header(answer(200, {{"ETag", "W/\"x\""}}), "etag"), "W/\"x\"");
  EXPECT_EQ(header(answer(200, {}), "etag"), std::nullopt);
}

TEST(Http, RetryAfterIsReadInBothForms) {
  EXPECT_EQ(not_before(answer(429, {{"Retry-After", "30"}})), kStart + 30s);
  EXPECT_EQ(not_before(answer(503, {{"Retry-After", "Sat, 01 Aug 2026 13:55:00 GMT"}})),
            kStart + 5min);
  EXPECT_EQ(not_before(answer(200, {{"Retry-After", "30"}})), std::nullopt);
  EXPECT_EQ(not_before(answer(429, {{"Retry-After", "soon"}})), std::nullopt);
}

TEST(Http, SpentLimitsAreReadInTheirThreeForms) {
  EXPECT_EQ(not_before(answer(429, {{"X-RateLimit-Reset", "2026-08-01T13:55:00.976542Z"}})),
            kStart + 5min + 976ms);
  EXPECT_EQ(
      not_before(answer(200, {{"RateLimit-Remaining", "0"}, {"RateLimit-Reset", "1785592500"}})),
      Instant{1785592500s});
  EXPECT_EQ(not_before(answer(429, {{"x-ratelimit-reset", "90.5"}})), kStart + 90s);
  EXPECT_EQ(not_before(answer(200, {{"X-RateLimit-Remaining", "12"},
                                    {"X-RateLimit-Reset", "2026-08-01T13:55:00Z"}})),
            std::nullopt);
}

TEST(Http, WhatACacheAnsweredIsSomebodyElsesLimit) {
  EXPECT_EQ(not_before(answer(200, {{"Age", "262"},
                                    {"X-RateLimit-Remaining", "0"},
                                    {"X-RateLimit-Reset", "2026-08-01T13:55:00Z"}})),
            std::nullopt);
  EXPECT_EQ(not_before(answer(429, {{"X-Cache", "HIT"}, {"Retry-After", "30"}})), std::nullopt);
}

TEST(Http, AbsurdWaitsAreCapped) {
  EXPECT_EQ(not_before(answer(429, {{"Retry-After", "99999999999999"}})), kStart + 7 * 24h);
  EXPECT_EQ(not_before(answer(429, {{"X-RateLimit-Reset", "2026-08-01T13:00:00Z"}})), std::nullopt);
}

TEST(Http, TheAgeOfAnAnswerCounts) {
  EXPECT_EQ(seen_as_of(answer(200, {{"Age", "262"}})), kStart - 262s);
  EXPECT_EQ(seen_as_of(answer(200, {{"Age", "x"}})), kStart);
  for (const char* absurd : {"18446743073709552", "9223372036854775", "99999999999999999999"}) {
    EXPECT_LE(seen_as_of(answer(200, {{"Age", absurd}})), kStart) << absurd;
  }
}

TEST(Http, FreshnessComesFromMaxAgeThenExpires) {
  EXPECT_EQ(freshness(answer(200, {{"Cache-Control", "public, Max-Age=15"}})), 15s);
  EXPECT_EQ(freshness(answer(200, {{"Expires", "Sat, 01 Aug 2026 14:50:00 GMT"}})), 1h);
  EXPECT_EQ(freshness(answer(200, {{"Expires", "0"}})), std::nullopt);
  const Duration day = std::chrono::days(1);
  EXPECT_EQ(freshness(answer(200, {{"Expires", "Thu, 31 Dec 2037 23:55:55 GMT"}})), day);
  EXPECT_EQ(freshness(answer(200, {{"Cache-Control", "max-age=9223372036854775807"}})), day);
}

TEST(Http, EachStatusHasItsError) {
  const auto code = [](int status) { return status_error(answer(status, {})).value().code; };
  EXPECT_EQ(status_error(answer(200, {})), std::nullopt);
  EXPECT_EQ(status_error(answer(304, {})), std::nullopt);
  for (const int status : {401, 403, 422}) {
    EXPECT_EQ(code(status), Errc::refused);
  }
  EXPECT_EQ(code(404), Errc::gone);
  EXPECT_EQ(code(410), Errc::gone);
  EXPECT_EQ(code(429), Errc::rate_limited);
  EXPECT_EQ(code(500), Errc::http_status);
  EXPECT_EQ(code(302), Errc::http_status);
  EXPECT_EQ(status_error(answer(503, {{"Retry-After", "5"}})).value().code, Errc::rate_limited);
}

}  // namespace
}  // namespace tagwatch
