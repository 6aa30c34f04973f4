#include "app/digest_desk.hpp"

#include "app/options.hpp"
#include "tagwatch/render/html.hpp"

namespace tagwatch {

Result<DigestDesk> DigestDesk::open(const Config& config, std::span<const SourceKind> kinds) {
  if (Result<Reader> store = Reader::open(config.store.path); !store) {
    return store.error();
  }
  Result<std::string> site_key = read_site_key(config.store.path);
  if (!site_key) {
    return site_key.error();
  }
  Result<std::string> html = html_template(config);
  if (!html) {
    return html.error();
  }
  if (!html->empty()) {
    if (Result<void> good = check_html_template(*html); !good) {
      return good.error();
    }
  }
  return DigestDesk(digest_options(config, kinds, std::move(*site_key)), std::move(*html));
}

Result<DigestView> DigestDesk::show(const Reader& reader, Day date, Instant now) const {
  Result<DigestView> issued = issued_view(reader, date);
  if (issued || issued.error().code != Errc::not_found) {
    return issued;
  }
  Result<DigestValue> value = build_value(reader, options_, DigestDays(date), now);
  if (!value) {
    return value.error();
  }
  return view(*value, reader);
}

Result<DigestView> DigestDesk::show(const Reader& reader, Day first, Day last, Instant now) const {
  Result<DigestValue> value = build_value(reader, options_, DigestDays(first, last), now);
  if (!value) {
    return value.error();
  }
  return view(*value, reader);
}

Result<DigestView> DigestDesk::issue(Writer& writer, Day date, Instant now) const {
  Result<DigestView> issued = issued_view(writer.reader(), date);
  if (issued || issued.error().code != Errc::not_found) {
    return issued;
  }
  if (Result<DigestRow> row = tagwatch::issue(writer, options_, date, now); !row) {
    return row.error();
  }
  return issued_view(writer.reader(), date);
}

Result<std::string> DigestDesk::render(const DigestView& view, DigestFormat format) const {
  return render_digest(view, format, html_template_);
}

Result<std::vector<std::string>> DigestDesk::write(const DigestView& view,
                                                   const std::vector<DigestFormat>& formats,
                                                   const std::string& folder) const {
  return write_digest_files(view, formats, folder, html_template_);
}

}  // namespace tagwatch
