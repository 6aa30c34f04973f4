// The archive of issued digests as pages: rendered from the store as it may be shown now, so that
// a deletion reaches them at once. Nothing is read from files.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/digest_desk.hpp"
#include "tagwatch/net/http_server.hpp"
#include "tagwatch/render/archive.hpp"
#include "tagwatch/store/async.hpp"

namespace tagwatch {

class Archive {
 public:
  /// Both are borrowed and must outlive the archive.
  Archive(const Config& config, const DigestDesk& desk) : config_(config), desk_(desk) {}

  /// The page of `path`, made on a thread and by a reader of its own; a status page where there is
  /// none, or where it cannot be made, which gets a line in the log. Loop thread.
  [[nodiscard]] boost::asio::awaitable<ServedPage> page(std::string path);

 private:
  // On the archive's thread.
  [[nodiscard]] ServedPage answer(std::string_view path);
  [[nodiscard]] Result<ServedPage> page_of(std::string_view path);
  [[nodiscard]] Result<ServedPage> index();
  [[nodiscard]] Result<ServedPage> latest();
  [[nodiscard]] Result<ServedPage> feed();
  [[nodiscard]] Result<ServedPage> file(std::string_view name);
  [[nodiscard]] Result<std::vector<ArchiveRow>> rows();

  struct Route {
    std::string_view path;
    Result<ServedPage> (Archive::*page)();
  };
  static const std::array<Route, 4> kRoutes;

  const Config& config_;
  const DigestDesk& desk_;
  std::optional<Reader> reader_;
  std::map<Day, ArchiveEntry> entries_;  // what was issued never changes
  DbThread thread_;
};

}  // namespace tagwatch
