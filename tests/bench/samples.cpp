#include "bench/samples.hpp"

#include <algorithm>
#include <array>

namespace tagwatch::bench {
namespace {

constexpr std::size_t kVocabulary = 8000;
constexpr std::uint64_t kPeople = 30'000;
constexpr std::uint64_t kServers = 97;
constexpr std::int64_t kFirstId = 113'000'000'000'000'000;

// A small generator: one is seeded for each post, and a large state would cost more than the post.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(mixed(seed)) {}
  std::uint64_t below(std::uint64_t bound) {
    state_ += kStep;
    return mixed(state_) % bound;
  }
  bool percent(std::uint64_t chance) { return below(100) < chance; }
  /// Small numbers often, large ones rarely, as words are used.
  std::uint64_t skewed(std::uint64_t bound) {
    const std::uint64_t one = below(bound);
    const std::uint64_t two = below(bound);
    const std::uint64_t three = below(bound);
    return one * two / bound * three / bound;
  }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;
  static std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
    return bits ^ (bits >> 31U);
  }
  std::uint64_t state_;
};

struct Language {
  std::string_view code;
  std::uint64_t percent;
  std::size_t shortest;  // bytes of its shortest text
  std::array<std::string_view, 20> syllables;
};

constexpr std::array<Language, 6> kLanguages{{
    {"en", 55, 170, {"the", "in", "er", "an", "re", "on", "at", "en", "nd", "ti",
                     "es",  "or", "te", "of", "ed", "is", "it", "al", "ar", "st"}},
    {"de", 15, 180, {"der", "en", "ch", "ein", "ge", "sch", "ung", "ver", "be",  "lich",
                     "auf", "ö",  "ü",  "ä",   "ß",  "zu",  "mit", "an",  "ter", "heit"}},
    {"fr", 10, 180, {"les", "ent", "de", "que", "é",    "tion", "eur", "à", "con", "ment",
                     "pr",  "è",   "ou", "ai",  "ance", "la",   "ré",  "ê", "qui", "pas"}},
    {"es", 10, 180, {"los", "de", "ción", "que", "ado", "es", "ía", "con",   "ent", "por",
                     "mi",  "ñ",  "ar",   "er",  "ó",   "se", "ra", "mente", "pa",  "to"}},
    {"uk", 5, 320, {"на", "ст", "ро", "ки", "ві", "по", "не", "ння", "пра", "ко",
                    "ли", "ти", "ув", "де", "ій", "об", "мо", "за",  "ер",  "ськ"}},
    {"ja", 5, 240, {"安全",   "保障", "会議", "の",   "は",   "を",  "世界",
                    "新しい", "報告", "発表", "です", "に",   "で",  "政府",
                    "協力",   "国際", "今日", "が",   "問題", "対策"}},
}};

using Words = std::vector<std::string>;

Words make_words(const Language& language) {
  Dice dice(language.code.front());
  Words words;
  for (std::size_t count = 0; count < kVocabulary; ++count) {
    std::string word;
    for (std::uint64_t left = 1 + dice.below(4); left > 0; --left) {
      word += language.syllables.at(dice.below(language.syllables.size()));
    }
    words.push_back(std::move(word));
  }
  return words;
}

const Words& words_of(std::size_t language) {
  static const std::vector<Words> kAll = [] {
    std::vector<Words> all;
    for (const Language& each : kLanguages) {
      all.push_back(make_words(each));
    }
    return all;
  }();
  return kAll.at(language);
}

std::size_t pick_language(Dice& dice) {
  std::uint64_t roll = dice.below(100);
  std::size_t language = 0;
  while (roll >= kLanguages.at(language).percent) {
    roll -= kLanguages.at(language).percent;
    ++language;
  }
  return language;
}

std::string phrase(Dice& dice, std::size_t language, std::size_t bytes) {
  const std::string_view gap = kLanguages.at(language).code == "ja" ? "" : " ";
  std::string text;
  for (std::size_t count = 1; text.size() < bytes; ++count) {
    text += words_of(language)[dice.skewed(kVocabulary)];
    text += count % 11 == 0 ? "." : count % 7 == 0 ? "," : "";
    text += gap;
  }
  while (text.ends_with(' ')) {
    text.pop_back();
  }
  return text;
}

std::string other_tag(Dice& dice) {
  constexpr std::array<std::string_view, 10> kFirst{"Cyber",  "Food",    "Energy", "Climate",
                                                    "Border", "Digital", "Human",  "Health",
                                                    "Ocean",  "Peace"};
  constexpr std::array<std::string_view, 8> kSecond{"Security", "Policy", "Summit", "Watch",
                                                    "Rights",   "Forum",  "Week",   "News"};
  const std::uint64_t which = dice.skewed(kFirst.size() * kSecond.size());
  return std::string(kFirst.at(which % kFirst.size())) +
         std::string(kSecond.at(which / kFirst.size()));
}

std::string server_name(std::uint64_t person) {
  return "social" + std::to_string(person % kServers) + ".example";
}
std::string user_name(std::uint64_t person) {
  return "person" + std::to_string(person);
}
std::string page_of(std::uint64_t person) {
  return "https://" + server_name(person) + "/@" + user_name(person);
}

Author author_of(std::uint64_t person) {
  Dice dice(person);
  Author author;
  author.handle = "@" + user_name(person) + "@" + server_name(person);
  author.name = phrase(dice, 0, 10);
  author.url = page_of(person);
  author.followers = static_cast<std::int64_t>(dice.skewed(200'000));
  author.bot = dice.percent(3);
  author.created_on = Day(std::chrono::days(19'000 + dice.below(1000)));
  return author;
}

void add_mentions(Dice& dice, Sample& sample) {
  for (std::uint64_t left = dice.percent(30) ? 1 + dice.below(2) : 0; left > 0; --left) {
    const std::uint64_t person = dice.skewed(kPeople);
    const std::string handle = author_of(person).handle;
    sample.post.mentions.push_back(handle);
    sample.pieces.push_back({Piece::Kind::mention, handle, page_of(person)});
  }
}

void add_link(Dice& dice, Sample& sample, std::size_t language) {
  if (!dice.percent(45)) {
    return;
  }
  const std::string url = "https://www.news" + std::to_string(dice.skewed(400)) + ".example/2026/" +
                          std::to_string(dice.below(100'000)) + "/story";
  sample.post.links.push_back({url, dice.percent(60) ? phrase(dice, language, 40) : ""});
  sample.pieces.push_back({Piece::Kind::link, url, url});
}

void add_tags(Dice& dice, Sample& sample, std::string_view tag) {
  std::vector<Hashtag>& tags = sample.post.tags;
  tags.emplace_back(tag);
  for (std::uint64_t left = dice.below(4); left > 0; --left) {
    const Hashtag other(other_tag(dice));
    if (std::find(tags.begin(), tags.end(), other) == tags.end()) {
      tags.push_back(other);
    }
  }
  for (const Hashtag& each : tags) {
    sample.pieces.push_back(
        {Piece::Kind::tag, "#" + each.spelled(), "https://social0.example/tags/" + each.spelled()});
  }
}

void add_media(Dice& dice, Sample& sample, std::size_t language) {
  if (dice.percent(25)) {
    sample.post.media.push_back({"image",
                                 "https://files.example/media/" + sample.post.native_id + ".jpg",
                                 phrase(dice, language, 60)});
  }
}

}  // namespace

Sample sample(std::uint64_t number, std::string_view tag, Instant created) {
  Dice dice(number + 1'000'000);
  const std::size_t language = pick_language(dice);
  const std::uint64_t person = dice.skewed(kPeople);
  Sample sample;
  Post& post = sample.post;
  post.native_id = std::to_string(kFirstId + static_cast<std::int64_t>(number));
  post.uri = "https://" + server_name(person) + "/users/" + user_name(person) + "/statuses/" +
             post.native_id;
  post.url = page_of(person) + "/" + post.native_id;
  post.platform = "mastodon";
  post.kind = dice.percent(15) ? PostKind::reply : PostKind::post;
  post.author = author_of(person);
  post.created_at = created;
  post.language = std::string(kLanguages.at(language).code);
  const std::size_t shortest = kLanguages.at(language).shortest;
  add_mentions(dice, sample);
  sample.pieces.push_back(
      {Piece::Kind::words, phrase(dice, language, shortest + dice.below(shortest)), ""});
  add_link(dice, sample, language);
  add_tags(dice, sample, tag);
  add_media(dice, sample, language);
  for (const Piece& piece : sample.pieces) {
    post.text += post.text.empty() ? "" : " ";
    post.text += piece.text;
  }
  post.engagement = {static_cast<std::int64_t>(dice.skewed(60)),
                     static_cast<std::int64_t>(dice.skewed(30)),
                     static_cast<std::int64_t>(dice.skewed(9)), std::nullopt};
  post.indexable = dice.percent(60);
  return sample;
}

}  // namespace tagwatch::bench
