// Writes the sample digests into a folder, to be looked at in a browser and a terminal.
#include <cstdio>

#include "sample_views.hpp"
#include "tagwatch/render/files.hpp"

int main(int argument_count, char** arguments) {
  using tagwatch::DigestFormat;
  if (argument_count != 2) {
    std::fprintf(stderr, "usage: render_samples FOLDER\n");
    return 2;
  }
  for (const tagwatch::sample::Named& named : tagwatch::sample::all()) {
    const auto written =
        write_digest_files(named.view,
                           {DigestFormat::html, DigestFormat::text, DigestFormat::json,
                            DigestFormat::markdown, DigestFormat::csv},
                           std::string(arguments[1]) + "/" + named.name, "");
    if (!written) {
      std::fprintf(stderr, "%s\n", tagwatch::describe(written.error()).c_str());
      return 1;
    }
    for (const std::string& path : written->paths) {
      std::printf("%s\n", path.c_str());
    }
  }
  return 0;
}
