#include "tagwatch/render/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "tagwatch/base/draft.hpp"
#include "tagwatch/render/archive.hpp"
#include "tagwatch/render/html.hpp"
#include "tagwatch/render/json.hpp"
#include "tagwatch/render/markdown.hpp"
#include "tagwatch/render/pdf.hpp"
#include "tagwatch/render/post_json.hpp"
#include "tagwatch/render/text.hpp"

namespace tagwatch {
namespace {

struct FormatRow {
  DigestFormat format;
  std::string_view name;
  std::string_view extension;
};
constexpr std::array kFormats{FormatRow{DigestFormat::html, "html", ".html"},
                              FormatRow{DigestFormat::text, "text", ".txt"},
                              FormatRow{DigestFormat::json, "json", ".json"},
                              FormatRow{DigestFormat::markdown, "markdown", ".md"},
                              FormatRow{DigestFormat::csv, "csv", ".posts.csv"},
                              FormatRow{DigestFormat::pdf, "pdf", ".pdf"}};
constexpr std::string_view kPostsExtension = ".posts.ndjson";
constexpr std::string_view kEarlier = ".earlier";
constexpr std::size_t kDayLength = 10;

std::string_view advice(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return "let the user that runs tagwatch write there, or choose another folder as "
             "digest.output";
    case EROFS:
      return "the file system is read-only; choose another folder as digest.output";
    case ENOSPC:
    case EDQUOT:
      return "free some space there, then run the same command again";
    case ENOTDIR:
    case EISDIR:
    case EEXIST:
      return "something else has this name; move it away, or choose another folder as "
             "digest.output";
    case ENAMETOOLONG:
      return "choose a shorter path as digest.output";
    default:
      return "see that the folder is there and can be written to";
  }
}

Error file_error(std::string_view action, const std::string& path, int error) {
  return {Errc::io,
          fmt::format("cannot {} {}: {}; {}", action, path, std::strerror(error), advice(error))};
}

// An open file descriptor.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(const OpenFile&) = delete;  // owns the descriptor
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool opened() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

// Makes the names in `folder` durable; false: errno tells why.
bool sync_folder(const std::filesystem::path& folder) {
  const OpenFile directory(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // EINVAL: a file system that keeps its folders in order by itself.
  return directory.opened() && (::fsync(directory.get()) == 0 || errno == EINVAL);
}

// True once everything is written and durable; else errno tells why.
bool write_durably(const OpenFile& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file.get()) == 0;
}

std::string stem(const DigestValue& value) {
  return (value.first_day ? format_day(*value.first_day) + "_" : "") + format_day(value.date) +
         (value.issued ? "" : ".preview");
}

Result<void> make_directory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    return file_error("make the folder", directory, error.value());
  }
  return {};
}

// "2026-11-23.html", "2026-11-23.preview.posts.ndjson": names that digests give.
bool is_digest_name(std::string_view name) {
  return name.size() > kDayLength && name[kDayLength] == '.' &&
         parse_day(name.substr(0, kDayLength));
}

// "2026-11-23.earlier.html", "2026-11-23.earlier-2.posts.ndjson".
bool is_earlier_name(std::string_view name) {
  if (!is_digest_name(name)) {
    return false;
  }
  const std::string_view rest = name.substr(kDayLength);
  return rest.starts_with(kEarlier) && rest.size() > kEarlier.size() &&
         (rest[kEarlier.size()] == '.' || rest[kEarlier.size()] == '-');
}

// The files of earlier digests in `directory`, by name. A folder that is not there has none.
Result<std::vector<std::string>> earlier_files(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (is_earlier_name(entry.path().filename().string())) {
      paths.push_back(entry.path().string());
    }
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return file_error("read the folder", directory, error.value());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::symlink_status(path, ignored).type() !=
         std::filesystem::file_type::not_found;
}

// The extensions of the files of the digest of `date`.
std::vector<std::string_view> extensions_there(const std::filesystem::path& folder, Day date) {
  std::vector<std::string_view> extensions;
  const auto note = [&](std::string_view extension) {
    if (is_there(folder / (format_day(date) + std::string(extension)))) {
      extensions.push_back(extension);
    }
  };
  for (const FormatRow& row : kFormats) {
    note(row.extension);
  }
  note(kPostsExtension);
  return extensions;
}

// The first stem under which none of `extensions` is taken.
std::string earlier_stem(const std::filesystem::path& folder, Day date,
                         const std::vector<std::string_view>& extensions) {
  std::string stem = format_day(date) + std::string(kEarlier);
  const auto taken = [&](std::string_view extension) {
    return is_there(folder / (stem + std::string(extension)));
  };
  for (int number = 2; std::any_of(extensions.begin(), extensions.end(), taken); ++number) {
    stem = fmt::format("{}{}-{}", format_day(date), kEarlier, number);
  }
  return stem;
}

struct PendingFile {
  std::string path;
  std::string bytes;
};

// An older PDF goes where no new one can be made: it may quote what was deleted since.
Result<void> write_pdf(const DigestView& view, const std::filesystem::path& folder,
                       std::string_view html_template, DigestFiles& written) {
  const std::string path = folder / digest_file_name(view.value, DigestFormat::pdf);
  const auto pdf = render_digest(view, DigestFormat::pdf, html_template);
  if (!pdf) {
    written.no_pdf = pdf.error();
    return ::unlink(path.c_str()) == 0 || errno == ENOENT
               ? Result<void>()
               : Result<void>(file_error("remove", path, errno));
  }
  auto done = write_file_atomically(path, *pdf);
  if (done) {
    written.paths.push_back(path);
  }
  return done;
}

}  // namespace

bool digest_format_from_name(std::string_view name, DigestFormat& format) {
  for (const FormatRow& row : kFormats) {
    if (row.name == name) {
      format = row.format;
      return true;
    }
  }
  return false;
}

std::string digest_file_name(const DigestValue& value, DigestFormat format) {
  return stem(value) + std::string(kFormats.at(static_cast<std::size_t>(format)).extension);
}

std::string digest_posts_file_name(const DigestValue& value) {
  return stem(value) + std::string(kPostsExtension);
}

Result<std::string> render_digest(const DigestView& view, DigestFormat format,
                                  std::string_view html_template) {
  switch (format) {
    case DigestFormat::html:
      return render_html(view, html_template.empty() ? builtin_html_template() : html_template);
    case DigestFormat::text:
      return render_text(view);
    case DigestFormat::json:
      return render_json(view);
    case DigestFormat::markdown:
      return render_markdown(view);
    case DigestFormat::csv:
      return posts_csv(view);
    case DigestFormat::pdf: {
      const auto page = render_digest(view, DigestFormat::html, html_template);
      return page ? html_to_pdf(*page) : page;
    }
  }
  return Error{Errc::usage, "there is no such format"};
}

Result<DigestFiles> write_digest_files(const DigestView& view,
                                       const std::vector<DigestFormat>& formats,
                                       const std::string& directory,
                                       std::string_view html_template) {
  const std::filesystem::path folder(directory);
  std::vector<PendingFile> files;
  for (const DigestFormat format : formats) {
    if (format == DigestFormat::pdf) {
      continue;  // last, as it takes longest and may fail
    }
    auto bytes = render_digest(view, format, html_template);
    if (!bytes) {
      return bytes.error();
    }
    files.push_back({folder / digest_file_name(view.value, format), std::move(*bytes)});
  }
  files.push_back({folder / digest_posts_file_name(view.value), posts_ndjson(view)});
  const auto made = make_directory(directory);
  if (!made) {
    return made.error();
  }
  remove_left_digest_drafts(directory);
  DigestFiles written;
  for (const PendingFile& file : files) {
    if (auto done = write_file_atomically(file.path, file.bytes); !done) {
      return done.error();
    }
    written.paths.push_back(file.path);
  }
  if (std::find(formats.begin(), formats.end(), DigestFormat::pdf) != formats.end()) {
    if (auto done = write_pdf(view, folder, html_template, written); !done) {
      return done.error();
    }
  }
  return written;
}

Result<std::vector<std::string>> set_digest_files_aside(Day date, const std::string& directory) {
  const std::filesystem::path folder(directory);
  const std::vector<std::string_view> extensions = extensions_there(folder, date);
  const std::string stem = earlier_stem(folder, date, extensions);
  for (const std::string_view extension : extensions) {
    const std::string path = folder / (format_day(date) + std::string(extension));
    const std::string earlier = folder / (stem + std::string(extension));
    if (::rename(path.c_str(), earlier.c_str()) != 0) {
      return file_error("rename", path, errno);
    }
  }
  if (!extensions.empty() && !sync_folder(folder)) {
    return file_error("make durable", directory, errno);
  }
  auto paths = earlier_files(directory);
  if (paths) {
    std::erase_if(*paths, [&](const std::string& path) {
      return !std::filesystem::path(path).filename().string().starts_with(format_day(date));
    });
  }
  return paths;
}

Result<std::vector<std::string>> remove_earlier_digest_files(const std::string& directory) {
  auto paths = earlier_files(directory);
  if (!paths) {
    return paths;
  }
  for (const std::string& path : *paths) {
    if (::unlink(path.c_str()) != 0) {
      return file_error("remove", path, errno);
    }
  }
  return paths;
}

std::vector<std::string> digest_files_in(const std::string& directory, Day date) {
  std::vector<std::string> names;
  for (const std::string_view extension : extensions_there(directory, date)) {
    names.push_back(format_day(date) + std::string(extension));
  }
  return names;
}

void remove_left_digest_drafts(const std::string& directory) {
  remove_left_drafts(directory, [](std::string_view name) {
    return is_digest_name(name) || name == kIndexFile || name == kFeedFile;
  });
}

Result<void> write_file_atomically(const std::string& path, std::string_view bytes) {
  const std::string temporary = draft_of(path).string();
  ::unlink(temporary.c_str());             // of a killed process of the same id
  constexpr mode_t kReadableByAll = 0666;  // less the umask
  {
    const OpenFile file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kReadableByAll));
    if (!file.opened()) {
      return file_error("write", path, errno);
    }
    if (!write_durably(file, bytes)) {
      const int error = errno;
      ::unlink(temporary.c_str());
      return file_error("write", path, error);
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return file_error("replace", path, error);
  }
  if (!sync_folder(std::filesystem::path(path).parent_path())) {
    return file_error("make durable", path, errno);
  }
  return {};
}

}  // namespace tagwatch
