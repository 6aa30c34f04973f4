#include "app/unwritten.hpp"

#include "app/options.hpp"
#include "tagwatch/base/log.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {

Result<std::vector<std::string>> write_unwritten_digests(Writer& writer, const DigestDesk& desk,
                                                         const Config& config) {
  const auto dates = writer.reader().unwritten_digests();
  if (!dates) {
    return dates.error();
  }
  std::vector<std::string> paths;
  for (const Day date : *dates) {
    const auto view = issued_view(writer.reader(), date);
    if (!view) {
      return view.error();
    }
    auto written =
        desk.write_issued(writer, *view, digest_formats(config), config.digest.output.string());
    if (!written) {
      return written.error();
    }
    log::warn("digest.written_late",
              {{"file", written->front()}, {"why", "the process that issued it did not end well"}});
    paths.insert(paths.end(), written->begin(), written->end());
  }
  return paths;
}

Result<void> write_unwritten_digests(Writer& writer, const Config& config) {
  const auto dates = writer.reader().unwritten_digests();
  if (!dates) {
    return dates.error();
  }
  if (dates->empty()) {
    return {};
  }
  const Result<DigestDesk> desk = DigestDesk::open(config, source_kinds());
  if (!desk) {
    return desk.error();
  }
  const auto written = write_unwritten_digests(writer, *desk, config);
  return written ? Result<void>() : written.error();
}

}  // namespace tagwatch
