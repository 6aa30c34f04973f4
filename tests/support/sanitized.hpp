// Whether this build runs under a sanitizer: then memory and stack frames are its own affair, and
// everything takes several times as long.
#pragma once

namespace tagwatch::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace tagwatch::test
