#include "app/poll_report.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tagwatch {
namespace {

std::string told(Error error) {
  PassReport report;
  report.timeline = TimelineId("one", "tmssw");
  report.outcome = PassOutcome::failed;
  report.error = std::move(error);
  std::ostringstream out;
  std::ostringstream err;
  write_poll_lines(out, err, {report, report}, Zone::locate("UTC").value());
  return err.str();
}

TEST(PollReport, SaysWhatFailedAndWhatToDoOnce) {
  EXPECT_EQ(
      told({Errc::gone, "HTTP 404"}),
      "tagwatch: one: there is nothing at this address: HTTP 404. Check the url of \"one\".\n");
  EXPECT_EQ(told({Errc::private_address, "one.example"}),
            "tagwatch: one: the answer led to a private address: one.example. Such an address is "
            "never followed. If it is your own server, configure it.\n");
}

TEST(PollReport, ASentenceHasOneFullStop) {
  EXPECT_EQ(told({Errc::malformed_payload, "no JSON: commas, braces, etc."}).find(".."),
            std::string::npos);
}

}  // namespace
}  // namespace tagwatch
