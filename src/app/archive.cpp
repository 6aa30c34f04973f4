#include "app/archive.hpp"

#include <algorithm>
#include <exception>

#include "tagwatch/base/log.hpp"
#include "tagwatch/render/post_json.hpp"

namespace tagwatch {
namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kAtom = "application/atom+xml; charset=utf-8";
constexpr std::size_t kDayLength = 10;

// One file of a digest: "/2026-11-23.html".
struct FileRoute {
  std::string_view extension;
  std::string_view type;
  std::optional<DigestFormat> format;  // unset: the list of posts
};
constexpr std::array kFiles{
    FileRoute{".html", kHtml, DigestFormat::html},
    FileRoute{".txt", "text/plain; charset=utf-8", DigestFormat::text},
    FileRoute{".json", "application/json; charset=utf-8", DigestFormat::json},
    FileRoute{".md", "text/markdown; charset=utf-8", DigestFormat::markdown},
    FileRoute{".csv", "text/csv; charset=utf-8", DigestFormat::csv},
    FileRoute{".posts.csv", "text/csv; charset=utf-8", DigestFormat::csv},
    FileRoute{".posts.ndjson", "application/x-ndjson; charset=utf-8", std::nullopt}};
// The files that pages of the archive link to.
constexpr std::array kLinked{".html", ".txt", ".json", ".md", ".posts.csv", ".posts.ndjson"};

ServedPage served(std::string_view type, std::string body) {
  return {200, std::string(type), std::move(body)};
}

}  // namespace

constexpr std::array<Archive::Route, 4> Archive::kRoutes{{{"/", &Archive::index},
                                                          {"/index.html", &Archive::index},
                                                          {"/latest.html", &Archive::latest},
                                                          {"/digests.atom", &Archive::feed}}};

boost::asio::awaitable<ServedPage> Archive::page(std::string path) {
  auto work = [this, path = std::move(path)]() { return answer(path); };
  co_return co_await thread_.run(std::move(work));
}

ServedPage Archive::answer(std::string_view path) {
  Result<ServedPage> page = status_page(500);
  try {
    page = page_of(path);
  } catch (const std::exception& thrown) {
    page = Error{Errc::store_failed, thrown.what()};
  }
  if (page) {
    return std::move(*page);
  }
  if (page.error().code == Errc::not_found) {
    return status_page(404);
  }
  log::warn("archive.failed", {{"err", describe(page.error())}});
  reader_.reset();  // the next request looks anew
  return status_page(500);
}

Result<ServedPage> Archive::page_of(std::string_view path) {
  if (!reader_) {
    Result<Reader> opened = Reader::open(config_.store.path);
    if (!opened) {
      return opened.error();
    }
    reader_ = std::move(*opened);
  }
  for (const Route& route : kRoutes) {
    if (route.path == path) {
      return (this->*route.page)();
    }
  }
  return path.starts_with('/') ? file(path.substr(1)) : status_page(404);
}

Result<std::vector<ArchiveRow>> Archive::rows() {
  const auto chain = reader_->digests();
  if (!chain) {
    return chain.error();
  }
  std::vector<ArchiveRow> rows;
  for (auto digest = chain->rbegin(); digest != chain->rend(); ++digest) {
    auto known = entries_.find(digest->date);
    if (known == entries_.end()) {
      auto entry = archive_entry(*reader_, digest->date);
      if (!entry) {
        return entry.error();
      }
      known = entries_.emplace(digest->date, std::move(*entry)).first;
    }
    std::vector<std::string> files;
    for (const char* extension : kLinked) {
      files.push_back(format_day(digest->date) + extension);
    }
    rows.push_back({known->second, std::move(files)});
  }
  return rows;
}

Result<ServedPage> Archive::index() {
  const auto all = rows();
  return all ? Result<ServedPage>(served(kHtml, render_index(*all, !all->empty()))) : all.error();
}

Result<ServedPage> Archive::latest() {
  const auto chain = reader_->digests();
  if (!chain) {
    return chain.error();
  }
  if (chain->empty()) {
    return status_page(404);
  }
  ServedPage page = status_page(302);
  page.location = "/" + format_day(chain->back().date) + ".html";
  return page;
}

Result<ServedPage> Archive::feed() {
  const auto all = rows();
  if (!all) {
    return all.error();
  }
  return all->empty() ? status_page(404) : served(kAtom, render_atom(*all));
}

Result<ServedPage> Archive::file(std::string_view name) {
  const std::optional<Day> day = parse_day(name.substr(0, kDayLength));
  const std::string_view extension = name.substr(std::min(name.size(), kDayLength));
  const auto* const route = std::find_if(kFiles.begin(), kFiles.end(), [&](const FileRoute& each) {
    return each.extension == extension;
  });
  if (!day || route == kFiles.end()) {
    return status_page(404);
  }
  const Result<DigestView> view = issued_view(*reader_, *day);
  if (!view) {
    return view.error();
  }
  if (!route->format) {
    return served(route->type, posts_ndjson(*view));
  }
  Result<std::string> bytes = desk_.render(*view, *route->format);
  return bytes ? Result<ServedPage>(served(route->type, std::move(*bytes))) : bytes.error();
}

}  // namespace tagwatch
