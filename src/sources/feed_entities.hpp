// The few entities that a feed may declare for itself. Pure.
#pragma once

#include <string>

namespace tagwatch {

/// `document` with the entities expanded that its own DOCTYPE declares as short plain text
/// (`<!ENTITY id "tag:example.org,2006:">`), outside CDATA and comments.
///
/// An entity that is external, a parameter, long, or made of other entities or markup is not
/// expanded and stays in the text as `&name;`: so no document can grow by more than a small budget,
/// and nothing is ever loaded.
[[nodiscard]] std::string with_entities_expanded(std::string document);

}  // namespace tagwatch
