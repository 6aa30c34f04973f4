#include "render/page_tools.hpp"

#include <sys/wait.h>

#include <array>
#include <cctype>
#include <cstdio>

namespace tagwatch::page_tools {
namespace {

bool is_space(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

// The end of the tag that begins at `at`: its '>' outside of quotes.
std::size_t tag_end(std::string_view html, std::size_t at) {
  char quote = '\0';
  for (; at < html.size(); ++at) {
    const char c = html[at];
    if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at;
    }
  }
  return html.size();
}

std::string without_values(std::string_view tag) {
  std::string out;
  char quote = '\0';
  for (const char c : tag) {
    if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string without_element(std::string html, std::string_view open, std::string_view close) {
  for (auto begin = html.find(open); begin != std::string::npos; begin = html.find(open)) {
    const auto end = html.find(close, begin);
    html.erase(begin, end == std::string::npos ? end : end + close.size() - begin);
  }
  return html;
}

}  // namespace

std::vector<std::string> skeleton(std::string_view html) {
  std::vector<std::string> tags;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    const std::size_t end = tag_end(html, at);
    tags.push_back(without_values(html.substr(at, end - at)));
    at = end;
  }
  return tags;
}

std::vector<std::string> attribute_values(std::string_view html, std::string_view name) {
  const std::string begin = " " + std::string(name) + "=\"";
  std::vector<std::string> values;
  for (std::size_t at = html.find(begin); at != std::string_view::npos; at = html.find(begin, at)) {
    at += begin.size();
    values.emplace_back(html.substr(at, html.find('"', at) - at));
  }
  return values;
}

std::string visible_text(std::string_view html, bool with_quotes) {
  std::string body(html.substr(std::min(html.find("<body>"), html.size())));
  if (!with_quotes) {
    body = without_element(std::move(body), "<p class=\"quote\"", "</p>");
  }
  std::string text;
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body[at] == '<') {
      at = tag_end(body, at);
      text += body.substr(at - 4, 4) == "/bdi" ? "" : " ";
    } else if (body[at] == '&' && body.find(';', at) != std::string::npos) {
      at = body.find(';', at);
      text += '\'';
    } else {
      text += body[at];
    }
  }
  return text;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++times;
  }
  return times;
}

std::size_t word_count(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    bool counts = false;
    while (end < text.size() && !is_space(text[end])) {
      const auto c = static_cast<unsigned char>(text[end]);
      counts = counts || std::isalnum(c) != 0 || c >= 0xC3;
      ++end;
    }
    words += counts ? 1 : 0;
    at = end + 1;
  }
  return words;
}

Outcome run(const std::string& command) {
  Outcome outcome;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    return {127, "no shell"};
  }
  std::array<char, 4096> buffer{};
  while (const std::size_t read = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    outcome.output.append(buffer.data(), read);
  }
  const int status = ::pclose(pipe);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return outcome;
}

}  // namespace tagwatch::page_tools
