// Pages judged by tidy, an independent reader of HTML.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "render/hostile.hpp"
#include "render/page_tools.hpp"
#include "render/sample_views.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/render/archive.hpp"
#include "tagwatch/render/html.hpp"

namespace tagwatch {
namespace {

// bgcolor, height, width and their like are what mail programs understand, and HTML 5 would rather
// have as styles. Everything else that tidy says is a fault.
bool for_mail(const std::string& line) {
  return line.find("not allowed for HTML5") != std::string::npos;
}

TEST(HtmlValidity, TidyFindsNoFault) {
  const TempDir folder;
  std::vector<sample::Named> views = sample::all();
  views.push_back({"hostile", sample::filled_with(sample::peak_day(), sample::kHostile)});
  for (const sample::Named& named : views) {
    const std::string path = (folder / (named.name + ".html")).string();
    std::ofstream(path, std::ios::binary)
        << render_html(named.view, builtin_html_template()).value();
    const page_tools::Outcome tidy = page_tools::run(TAGWATCH_TIDY " -q -e -utf8 " + path);
    EXPECT_LT(tidy.exit_code, 2) << named.name << ": errors, not only warnings";
    std::istringstream lines(tidy.output);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_TRUE(for_mail(line)) << named.name << ": " << line;
    }
  }
}

TEST(HtmlValidity, TidyFindsNoFaultInTheArchivesPage) {
  ArchiveEntry entry;
  entry.date = parse_day("2026-12-02").value();
  entry.subject = "[tagwatch] Wed 2 Dec: " + std::string(sample::kHostile);
  const TempDir folder;
  const std::string path = (folder / "index.html").string();
  for (const std::vector<ArchiveRow>& rows :
       {std::vector<ArchiveRow>(),
        std::vector<ArchiveRow>{{entry, {"2026-12-02.html", "2026-12-02.txt"}}, {entry, {}}}}) {
    std::ofstream(path, std::ios::binary) << render_index(rows, true);
    const page_tools::Outcome tidy = page_tools::run(TAGWATCH_TIDY " -q -e -utf8 " + path);
    EXPECT_EQ(tidy.exit_code, 0) << tidy.output;
  }
}

}  // namespace
}  // namespace tagwatch
