#include "tagwatch/render/html.hpp"

#include "sheet.hpp"
#include "template.hpp"

namespace tagwatch {

Result<void> check_html_template(std::string_view mustache) {
  return render::check_template(mustache);
}

Result<std::string> render_html(const DigestView& view, std::string_view mustache) {
  const auto sheet = render::sheet_of(view);
  if (!sheet) {
    return sheet.error();
  }
  return render::fill_template(mustache, *sheet);
}

}  // namespace tagwatch
