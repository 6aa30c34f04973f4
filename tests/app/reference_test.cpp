#include <gmock/gmock.h>

#include "program.hpp"
#include "tagwatch/settings/write.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

TEST(Reference, TheFileIsWhatTheProgramKnows) {
  EXPECT_EQ(contents(TAGWATCH_SOURCE_DIR "/config/reference.toml"), reference_toml(source_kinds()))
      << "write it anew: build/release/tagwatch config show --reference > config/reference.toml";
}

}  // namespace
}  // namespace tagwatch
