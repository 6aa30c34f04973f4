// What a person can do about an error.
#pragma once

#include <string>

#include "tagwatch/base/error.hpp"

namespace tagwatch {

/// One sentence for an error that a source caused: what to do, or that nothing need be done.
[[nodiscard]] std::string advice(const Error& error, const std::string& source);

}  // namespace tagwatch
