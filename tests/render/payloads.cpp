#include "payloads.hpp"

#include <cstdlib>
#include <set>
#include <string_view>

#include "sample_builder.hpp"

namespace tagwatch::sample {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view kOutside = "http://outside.example";
constexpr std::size_t kPostsAPage = 40;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

// Elements that run a script or fetch something by themselves.
Texts elements(const std::string& outside) {
  const std::string run = "top.hits=(top.hits||0)+1";
  Texts all{"<script>" + run + "</script>",
            "<script src=" + outside + "/a.js></script>",
            "<script/x>" + run + "</script>",
            "<img src=" + outside + "/b.png>",
            "<img srcset=" + outside + "/c.png>",
            "<iframe src=" + outside + "/d></iframe>",
            "<iframe srcdoc=\"<script>" + run + "</script>\"></iframe>",
            "<iframe src=\"javascript:" + run + "\"></iframe>",
            "<object data=" + outside + "/e></object>",
            "<embed src=" + outside + "/f>",
            "<link rel=stylesheet href=" + outside + "/g.css>",
            "<link rel=prefetch href=" + outside + "/h>",
            "<style>@import '" + outside + "/i.css';</style>",
            "<style>body{background:url(" + outside + "/j.png)}</style>",
            "<p style=\"background:url(" + outside + "/k.png)\">",
            "<meta http-equiv=refresh content=\"0;url=" + outside + "/l\">",
            "<base href=" + outside + "/>",
            "<form action=" + outside + "/m><button autofocus>",
            "<svg><script>" + run + "</script></svg>",
            "<svg><use href=" + outside + "/n.svg#x></use></svg>",
            "<svg><animate attributeName=x dur=1s onbegin=" + run + "></svg>",
            "<svg><a xlink:href=\"javascript:" + run + "\"><text>x</text></a></svg>",
            "<math><mtext><img src=x onerror=" + run + "></mtext></math>",
            "<template><script>" + run + "</script></template>",
            "<noscript><img src=x onerror=" + run + "></noscript>",
            "<frameset onload=" + run + ">",
            "<table background=" + outside + "/o.png>",
            "<video poster=" + outside + "/p.png>",
            "<!--[if mso]><script>" + run + "</script><![endif]-->",
            "<?xml-stylesheet href=\"" + outside + "/q.xsl\"?>",
            "<!ENTITY x SYSTEM \"" + outside + "/r\">&x;",
            "<plaintext>",
            "<a href=\"javascript:" + run + "\" autofocus onfocus=" + run + ">x</a>"};
  const Texts handlers{"img src=x onerror",
                       "svg onload",
                       "body onload",
                       "input autofocus onfocus",
                       "select autofocus onfocus",
                       "details open ontoggle",
                       "video src=x onerror",
                       "audio src=x onerror",
                       "marquee onstart",
                       "object data=x onerror",
                       "textarea autofocus onfocus"};
  for (const std::string& handler : handlers) {
    all.push_back("<" + handler + "=" + run + ">");
  }
  return all;
}

// What could end the place where a text stands.
Texts ways_out() {
  return {"",
          "\">",
          "'>",
          "\" ",
          "' ",
          "`>",
          "</bdi></a>",
          "</p></td>",
          "</title>",
          "</style>",
          "-->",
          "]]>",
          "</summary>",
          "</script>",
          "</textarea>",
          "&quot;>",
          "\\\">",
          "\n\n",
          "</bdi ",
          "%22%3E",
          "\xEF\xBC\x9E",
          "\xC0\xBE",
          std::string("\0\"> ", 4)};
}

// The same, written so that a careless reader decodes it.
Texts encodings(const std::string& text) {
  std::string mixed = replaced(replaced(text, "script", "ScRiPt"), "img", "iMg");
  std::string with_nul = text;
  with_nul.insert(2, 1, '\0');
  return {mixed,
          with_nul,
          replaced(text, " ", "/"),
          replaced(text, " ", "\t"),
          replaced(text, " ", "\x0C"),
          replaced(text, " ", "\n"),
          replaced(replaced(text, "<", "&lt;"), ">", "&gt;"),
          replaced(text, "<", "&#60;"),
          replaced(text, "<", "&#x3c;"),
          replaced(text, "<", "&#0000060"),
          replaced(text, "<", "&amp;lt;"),
          replaced(replaced(text, "<", "%3C"), ">", "%3E"),
          replaced(text, "<", "\\u003c"),
          replaced(text, "<", "\\x3c"),
          replaced(replaced(text, "<", "+ADw-"), ">", "+AD4-"),
          replaced(replaced(text, "<", "\xEF\xBC\x9C"), ">", "\xEF\xBC\x9E"),
          replaced(text, "<", "\xC0\xBC"),
          replaced(text, "<", "\xE0\x80\xBC"),
          replaced(text, "<", "<\xE2\x80\x8B"),
          replaced(text, "<", "\xE2\x80\xAE<"),
          "{{{" + text + "}}}",
          "{{&" + text + "}}",
          "${" + text + "}"};
}

void add_for_spreadsheets(Texts& all) {
  // With what they skip before a formula.
  for (const std::string before : {"", " ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80", "'", "\"",
                                   "\"\"", "\x01", "\xEF\xBB\xBF", ",", ";"}) {
    for (const std::string formula :
         {"=1+1", "+1", "-1", "@SUM(1)", "=cmd|'/C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")",
          "\xEF\xBC\x9D"
          "1+1",
          "\xEF\xBC\x8B"
          "1",
          "\xEF\xBC\x8D"
          "1",
          "\xEF\xBC\xA0x", "%0A=1", "=WEBSERVICE(\"http://x\")"}) {
      all.push_back(before + formula);
    }
  }
}

void add_for_markdown(Texts& all) {
  for (const std::string before : {"", "x ", "\n\n", "\\", "> ", "- ", "    ", "\t", "`", "|"}) {
    for (const std::string mark :
         {"[a](javascript:top.hits=1)", "[a](https://evil.example/1)",
          "![a](https://evil.example/2)", "<https://evil.example/3>", "https://evil.example/4",
          "www.evil.example/5", "[a]: https://evil.example/6", "[a][]", "# a", "***", "```",
          "@everyone", "<!channel>", "a@evil.example", "~~a~~", "<b>a</b>", "&lt;b&gt;", "[^1]",
          "| a |\n|---|"}) {
      all.push_back(before + mark);
    }
  }
}

// For terminals and templates, and text that reorders or hides.
void add_sequences(Texts& all) {
  for (const std::string sequence : {"\x1B[31m",
                                     "\x1B]8;;http://x\x07",
                                     "\x1B]52;c;eA==\x07",
                                     "\x1B]0;t\x07",
                                     "\x1BP1$r\x1B\\",
                                     "\xC2\x9B"
                                     "31m",
                                     "\xC2\x9D"
                                     "0;t\xC2\x9C",
                                     "\x07",
                                     "\x08\x08",
                                     "\x0E",
                                     "\x7F",
                                     "\r",
                                     "\x0B",
                                     "\xE2\x80\xAE",
                                     "\xE2\x80\xAD",
                                     "\xE2\x80\xAA",
                                     "\xE2\x80\xAB",
                                     "\xE2\x81\xA6",
                                     "\xE2\x81\xA7",
                                     "\xE2\x81\xA8",
                                     "\xE2\x81\xA9",
                                     "\xE2\x80\x8E",
                                     "\xE2\x80\x8F",
                                     "\xD8\x9C",
                                     "\xE2\x80\x8B",
                                     "\xE2\x81\xA0",
                                     "\xEF\xBB\xBF",
                                     "\xC2\xAD",
                                     "\xE2\x80\xA8",
                                     "\xE2\x80\xA9",
                                     "\xF3\xA0\x81\x81",
                                     "\xEF\xBF\xBE",
                                     "\xED\xA0\x80",
                                     "\xFF\xFE"}) {
    all.push_back("a" + sequence + "b");
    all.push_back(sequence);
  }
  for (const char* tag : {"{{subject}}", "{{#posts}}", "{{/posts}}", "{{^x}}", "{{> x}}",
                          "{{=<% %>=}}", "{{!", "}}", "{{{evil}}}"}) {
    all.emplace_back(tag);
  }
}

std::vector<std::string> all_texts(const std::string& outside) {
  Texts all;
  for (const std::string& element : elements(outside)) {
    for (const std::string& way : ways_out()) {
      all.push_back(way + element);
    }
    for (const std::string& encoded : encodings(element)) {
      all.push_back(encoded);
    }
  }
  for (const std::string quote : {"\"", "'", "`", ""}) {
    for (const std::string event : {"onmouseover", "onfocus", "onclick", "onanimationstart",
                                    "style", "href", "src", "formaction", "is"}) {
      all.push_back("x" + quote + " " + event + "=" + quote + "top.hits=1" + quote +
                    " autofocus y=" + quote);
    }
  }
  add_for_spreadsheets(all);
  add_for_markdown(all);
  add_sequences(all);
  const std::set<std::string> different(all.begin(), all.end());
  return {different.begin(), different.end()};
}

std::vector<std::string> hostile_addresses(const std::string& outside) {
  Texts all{"https://good.example/plain", "http://good.example/plain?a=1&b=2#c"};
  for (const std::string before :
       {"", " ", "\t", "\n", "\x01", "\xE2\x80\x8B", "\xEF\xBB\xBF", "//", "https://x.example/#"}) {
    for (const std::string scheme :
         {"javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", "javascript&colon;",
          "data:text/html,<script>", "vbscript:", "blob:https://x/", "file:///etc/passwd#",
          "view-source:", "about:blank#", "mailto:", "ms-msdt:/"}) {
      all.push_back(before + scheme + "top.hits=(top.hits||0)+1");
    }
  }
  for (const std::string host : {"state.gov@evil.example",
                                 "state.gov%40evil.example",
                                 "evil.example\\@state.gov",
                                 "evil.example#@state.gov",
                                 "evil.example?state.gov",
                                 "state.gov.evil.example",
                                 "st\xC3\xA4te.gov",
                                 "xn--stte-0ra.gov",
                                 "\xD1\x95tate.gov",
                                 "\xEF\xBD\x93tate.gov",
                                 "state.gov\xE3\x80\x82"
                                 "evil.example",
                                 "state.gov\xE2\x80\xAE"
                                 "moc.live",
                                 "STATE.GOV",
                                 "www.evil.example",
                                 "evil.example:8443",
                                 "[::1]",
                                 "0x7f.1",
                                 "2130706433",
                                 "evil.example.",
                                 "state.gov\" onmouseover=\"top.hits=1",
                                 "state.gov'><script>top.hits=1</script>",
                                 "evil.example%2F@state.gov",
                                 "evil.example\t.state.gov",
                                 "evil.example\n.state.gov"}) {
    for (const std::string path : {"/", "/a b", "/\"><img src=x onerror=top.hits=1>", "/%22%3E", "",
                                   "/'x'", "/#https://state.gov/",
                                   "/\xE2\x80\xAE"
                                   "x"}) {
      all.push_back("https://" + host + path);
    }
  }
  all.push_back(outside + "/linked");
  return all;
}

// A post that is `text` in every field that a server or an author fills.
void fill(PostRecord& record, const std::string& text, const std::string& address) {
  Post& post = record.post;
  post.uri = text;
  post.native_id = text;
  post.url = address;
  post.platform = text;
  post.author.name = text;
  post.author.handle = text;
  post.author.url = text;
  post.text = text;
  post.content_warning = text;
  post.language = text;
  post.mentions = {text};
  post.media = {{text, text, text}};
  // Some pages are called as another address.
  const bool pretends = text.size() % 5 == 0;
  post.links = {
      {address, pretends ? "https://www.state.gov/travel" : text}, {address, ""}, {text, text}};
  post.in_reply_to = text;
  post.repost_of = text;
  post.tags = {Hashtag("a" + text), Hashtag("b" + text)};
  record.sightings = {{text, text, record.first_seen}};
  record.topics = {text};
}

}  // namespace

std::vector<std::string> hostile_texts() {
  std::vector<std::string> all = all_texts(std::string(kOutside));
  const char* wanted = std::getenv("TAGWATCH_HOSTILE");
  if (wanted != nullptr && std::string(wanted) == "all") {
    return all;
  }
  std::vector<std::string> some;
  for (std::size_t at = 0; at < all.size(); at += 4) {
    some.push_back(all[at]);
  }
  return some;
}

std::vector<DigestView> hostile_digests(const std::vector<std::string>& texts) {
  const std::vector<std::string> addresses = hostile_addresses(std::string(kOutside));
  std::vector<DigestView> views;
  for (std::size_t at = 0; at < texts.size(); ++at) {
    if (at % kPostsAPage == 0) {
      views.push_back(empty_view("2026-12-07"));
      views.back().value.tags.push_back(tag("TMSSW", 40, 40, 0, Usual{0, 3, 9, 40}));
      add_source(views.back(), "mastodon.social", "mastodon", 40, 0);
    }
    DigestView& view = views.back();
    Listing listing;
    listing.id = std::to_string(at);
    listing.handle = "@a@one.example";
    listing.platform = "mastodon";
    listing.clock = "12:00";
    listing.tags = {"TMSSW"};
    list(view, listing);
    const std::string uri = view.value.posts.back().uri;
    fill(view.records.at(uri), texts[at], addresses[at % addresses.size()]);
    view.value.authors.push_back({uri, 0, 2, 1});
    view.value.links.push_back({uri, static_cast<int>(at % 3), 2, 1});
    view.value.related_tags.push_back({uri, 1, 2, 1});
    view.value.languages.push_back({texts[at], 2, std::nullopt});
  }
  for (DigestView& view : views) {
    put_into_words(view);
  }
  return views;
}

}  // namespace tagwatch::sample
