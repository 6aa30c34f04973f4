// The names under which a template knows what stands in a Sheet: one list for filling it in and for
// refusing names that do not exist.
//
// A row always has every name of its list, so no name of an inner row ever falls through to an
// outer one of another meaning.
#pragma once

#include <string_view>
#include <tuple>

#include "sheet.hpp"

namespace tagwatch::render {

template <class Row, class Member>
struct Named {
  std::string_view name;
  Member Row::*member;
};

template <class Row, class Member>
constexpr Named<Row, Member> named(std::string_view name, Member Row::*member) {
  return {name, member};
}

/// Names<Row>::list is a tuple of Named.
template <class Row>
struct Names;

template <>
struct Names<Run> {
  static constexpr auto list = std::tuple(named("text", &Run::text), named("strong", &Run::strong));
};

template <>
struct Names<Sentence> {
  static constexpr auto list = std::tuple(named("runs", &Sentence::runs));
};

template <>
struct Names<LinkRow> {
  static constexpr auto list = std::tuple(
      named("url", &LinkRow::url), named("host", &LinkRow::host), named("title", &LinkRow::title));
};

template <>
struct Names<PostLine> {
  static constexpr auto list =
      std::tuple(named("text", &PostLine::text), named("more", &PostLine::more));
};

template <>
struct Names<Quote> {
  static constexpr auto list =
      std::tuple(named("language", &Quote::language), named("lines", &Quote::lines));
};

template <>
struct Names<PostRow> {
  static constexpr auto list = std::tuple(
      named("time", &PostRow::time), named("platform", &PostRow::platform),
      named("name", &PostRow::name), named("handle", &PostRow::handle),
      named("followers", &PostRow::followers), named("post_tags", &PostRow::tags),
      named("why", &PostRow::why), named("notice", &PostRow::notice),
      named("warning", &PostRow::warning), named("quote", &PostRow::quote),
      named("counts", &PostRow::counts), named("item", &PostRow::item), named("url", &PostRow::url),
      named("host", &PostRow::host), named("links", &PostRow::links));
};

template <>
struct Names<PostSection> {
  static constexpr auto list =
      std::tuple(named("section_heading", &PostSection::heading), named("note", &PostSection::note),
                 named("posts", &PostSection::posts));
};

template <>
struct Names<SameTextRow> {
  static constexpr auto list =
      std::tuple(named("count", &SameTextRow::posts), named("span", &SameTextRow::span),
                 named("first", &SameTextRow::first), named("notice", &SameTextRow::notice),
                 named("url", &SameTextRow::url), named("host", &SameTextRow::host));
};

template <>
struct Names<BarRow> {
  static constexpr auto list =
      std::tuple(named("clock", &BarRow::clock), named("count", &BarRow::posts),
                 named("height", &BarRow::height), named("rest", &BarRow::rest),
                 named("peak", &BarRow::peak), named("label", &BarRow::label));
};

template <>
struct Names<TickRow> {
  static constexpr auto list =
      std::tuple(named("label", &TickRow::label), named("hours", &TickRow::hours));
};

template <>
struct Names<HourChart> {
  static constexpr auto list =
      std::tuple(named("bars", &HourChart::bars), named("ticks", &HourChart::ticks),
                 named("chart_note", &HourChart::note));
};

template <>
struct Names<CountRow> {
  static constexpr auto list =
      std::tuple(named("label", &CountRow::label), named("url", &CountRow::url),
                 named("host", &CountRow::host), named("count", &CountRow::posts),
                 named("usual", &CountRow::usual));
};

template <>
struct Names<CountTable> {
  static constexpr auto list = std::tuple(
      named("table_heading", &CountTable::heading), named("first_column", &CountTable::column),
      named("usual_column", &CountTable::usual), named("rows", &CountTable::rows));
};

template <>
struct Names<TallyItem> {
  static constexpr auto list =
      std::tuple(named("text", &TallyItem::text), named("count", &TallyItem::count),
                 named("more", &TallyItem::more));
};

template <>
struct Names<Tally> {
  static constexpr auto list =
      std::tuple(named("label", &Tally::label), named("items", &Tally::items));
};

template <>
struct Names<SourceRow> {
  static constexpr auto list =
      std::tuple(named("name", &SourceRow::name), named("names", &SourceRow::names),
                 named("count", &SourceRow::posts), named("words", &SourceRow::words));
};

template <>
struct Names<DayRow> {
  static constexpr auto list =
      std::tuple(named("day", &DayRow::day), named("counts", &DayRow::counts),
                 named("coverage", &DayRow::coverage));
};

/// A list of sentences is a list of rows with this one name.
inline constexpr std::string_view kTextName = "text";

template <>
struct Names<Sheet> {
  static constexpr auto list = std::tuple(
      named("subject", &Sheet::subject), named("title", &Sheet::title), named("date", &Sheet::date),
      named("zone", &Sheet::zone), named("preview", &Sheet::preview),
      named("heading", &Sheet::heading), named("headline", &Sheet::headline),
      named("same_texts_heading", &Sheet::same_texts_heading),
      named("same_texts", &Sheet::same_texts), named("same_texts_note", &Sheet::same_texts_note),
      named("sections", &Sheet::sections), named("hours_heading", &Sheet::hours_heading),
      named("hours_sentence", &Sheet::hours), named("chart", &Sheet::chart),
      named("topics", &Sheet::topics), named("tallies", &Sheet::tallies),
      named("about_earlier", &Sheet::about_earlier), named("about_heading", &Sheet::about_heading),
      named("earlier", &Sheet::earlier), named("missed", &Sheet::missed),
      named("sources", &Sheet::sources), named("sources_note", &Sheet::sources_note),
      named("sums", &Sheet::sums), named("data_as_of", &Sheet::data_as_of),
      named("posts_file", &Sheet::posts_file), named("contact", &Sheet::contact),
      named("colophon", &Sheet::colophon));
};

}  // namespace tagwatch::render
