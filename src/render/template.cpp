#include "template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>
#include <memory>

#include "sheet_names.hpp"
#include "tagwatch/text/html.hpp"
#include "words.hpp"

namespace tagwatch::render {
namespace {

namespace mustache_library = kainjow::mustache;

enum class NameKind { text, flag, rows };

// The names of one kind of row, and of the rows below it.
struct Scope {
  struct Entry {
    NameKind kind = NameKind::text;
    std::shared_ptr<const Scope> rows;  // with NameKind::rows
  };
  std::map<std::string, Entry, std::less<>> names;
};

template <class Row>
std::shared_ptr<const Scope> scope_of();

template <class Row>
Scope::Entry entry_of(const std::vector<Row>*) {
  return {NameKind::rows, scope_of<Row>()};
}
template <class Row>
Scope::Entry entry_of(const std::optional<Row>*) {
  return {NameKind::rows, scope_of<Row>()};
}
Scope::Entry entry_of(const std::string*) {
  return {NameKind::text, nullptr};
}
Scope::Entry entry_of(const bool*) {
  return {NameKind::flag, nullptr};
}

Scope::Entry entry_of(const std::vector<std::string>*) {
  auto scope = std::make_shared<Scope>();
  scope->names.emplace(kTextName, Scope::Entry{NameKind::text, nullptr});
  return {NameKind::rows, std::move(scope)};
}

template <class Row>
std::shared_ptr<const Scope> scope_of() {
  auto scope = std::make_shared<Scope>();
  const auto add = [&](const auto& named) {
    const Row* row = nullptr;
    using Member = std::remove_reference_t<decltype(row->*named.member)>;
    scope->names.emplace(named.name, entry_of(static_cast<std::add_pointer_t<Member>>(nullptr)));
  };
  std::apply([&](const auto&... named) { (add(named), ...); }, Names<Row>::list);
  return scope;
}

template <class Row>
mustache_library::data data_of(const Row& row);

// An empty text is false, so that a section of its name is left out.
mustache_library::data data_of(const std::string& text) {
  return text.empty() ? mustache_library::data(false) : mustache_library::data(text);
}
mustache_library::data data_of(const bool& flag) {
  return mustache_library::data(flag);
}

template <class Row>
mustache_library::data data_of(const std::vector<Row>& rows) {
  mustache_library::data list(mustache_library::data::type::list);
  for (const Row& row : rows) {
    if constexpr (std::is_same_v<Row, std::string>) {
      mustache_library::data object(mustache_library::data::type::object);
      object.set(std::string(kTextName), data_of(row));
      list.push_back(object);
    } else {
      list.push_back(data_of(row));
    }
  }
  return list;
}

template <class Row>
mustache_library::data data_of(const std::optional<Row>& row) {
  mustache_library::data list(mustache_library::data::type::list);
  if (row) {
    list.push_back(data_of(*row));
  }
  return list;
}

template <class Row>
mustache_library::data data_of(const Row& row) {
  mustache_library::data object(mustache_library::data::type::object);
  const auto set = [&](const auto& named) {
    object.set(std::string(named.name), data_of(row.*named.member));
  };
  std::apply([&](const auto&... named) { (set(named), ...); }, Names<Row>::list);
  return object;
}

// Reads a template tag by tag, with the sections that are open.
class Checker {
 public:
  explicit Checker(std::string_view mustache) : text_(mustache) {
    open_.push_back({"", scope_of<Sheet>()});
  }

  Result<void> run() {
    for (std::size_t at = text_.find("{{"); at != std::string_view::npos;
         at = text_.find("{{", at)) {
      at_ = at;
      const std::size_t end = text_.find("}}", at + 2);
      if (end == std::string_view::npos) {
        return mistake("a tag begins with {{ and never ends; close it with }}");
      }
      const auto fine = tag(text_.substr(at + 2, end - at - 2));
      if (!fine) {
        return fine.error();
      }
      at = end + 2;
    }
    if (open_.size() > 1) {
      return mistake(fmt::format("the section {{{{#{0}}}}} is never closed; write {{{{/{0}}}}}",
                                 open_.back().name));
    }
    return {};
  }

 private:
  struct Section {
    std::string name;
    std::shared_ptr<const Scope> scope;
  };

  [[nodiscard]] Error mistake(const std::string& words) const {
    const auto line =
        1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    return {Errc::config_invalid, fmt::format("the digest's template, line {}: {}", line, words)};
  }

  [[nodiscard]] const Scope::Entry* find(std::string_view name) const {
    for (auto section = open_.rbegin(); section != open_.rend(); ++section) {
      const auto found = section->scope->names.find(name);
      if (found != section->scope->names.end()) {
        return &found->second;
      }
    }
    return nullptr;
  }

  [[nodiscard]] Error unknown(std::string_view name) const {
    std::vector<std::string> known;
    for (const auto& [known_name, entry] : open_.back().scope->names) {
      known.push_back(known_name);
    }
    return mistake(fmt::format("there is no name \"{}\" here; there are: {}", one_line(name),
                               joined(known, ", ")));
  }

  Result<void> tag(std::string_view inside) {
    constexpr std::string_view kSpace = " \t\r\n";
    constexpr std::string_view kSigils = "{&>=#^/!";
    const std::size_t begin = inside.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) {
      return mistake("an empty tag {{}}; write a name in it, or take it out");
    }
    inside = inside.substr(begin, inside.find_last_not_of(kSpace) + 1 - begin);
    const char sigil = kSigils.find(inside[0]) == std::string_view::npos ? ' ' : inside[0];
    if (sigil != ' ') {
      inside.remove_prefix(1);
      inside.remove_prefix(std::min(inside.find_first_not_of(kSpace), inside.size()));
    }
    switch (sigil) {
      case '!':
        return {};
      case '{':
      case '&':
        return mistake(
            "{{{ and {{& would put foreign text into the page without escaping it; write {{name}}");
      case '>':
        return mistake("{{> takes in other templates, which are not supported");
      case '=':
        return mistake("{{= changes the delimiters, which is not supported");
      case '/':
        return close(inside);
      default:
        return name(inside, sigil);
    }
  }

  Result<void> close(std::string_view name) {
    if (open_.size() == 1 || open_.back().name != name) {
      return mistake(fmt::format("{{{{/{}}}}} closes a section that is not the innermost open one",
                                 one_line(name)));
    }
    open_.pop_back();
    return {};
  }

  Result<void> name(std::string_view name, char sigil) {
    const Scope::Entry* entry = find(name);
    if (entry == nullptr) {
      return unknown(name);
    }
    if (sigil == ' ') {
      return entry->kind == NameKind::text
                 ? Result<void>{}
                 : Result<void>{mistake(
                       fmt::format("\"{0}\" is no text; write {{{{#{0}}}}} … {{{{/{0}}}}}", name))};
    }
    // Inside {{^rows}} there is no row, and inside a section of a text or a flag no new names.
    const bool inside_row = sigil == '#' && entry->kind == NameKind::rows;
    open_.push_back({std::string(name), inside_row ? entry->rows : open_.back().scope});
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Section> open_;
};

}  // namespace

Result<void> check_template(std::string_view mustache) {
  return Checker(mustache).run();
}

Result<std::string> fill_template(std::string_view mustache, const Sheet& sheet) {
  const auto fine = check_template(mustache);
  if (!fine) {
    return fine.error();
  }
  mustache_library::mustache filled{std::string(mustache)};
  filled.set_custom_escape([](const std::string& text) { return escape_html(text); });
  std::string page = filled.render(data_of(sheet));
  if (!filled.is_valid()) {
    return Error{Errc::config_invalid, "the digest's template: " + filled.error_message()};
  }
  return page;
}

}  // namespace tagwatch::render
