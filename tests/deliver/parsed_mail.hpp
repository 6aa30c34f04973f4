// A mail as an independent parser reads it.
#pragma once

#include <fstream>
#include <string>

#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch::test {

/// The JSON of parse_mail.py; "" when it could not read `mail`.
inline std::string parsed(const std::string& mail) {
  const TempDir folder;
  std::ofstream(folder / "mail.eml", std::ios::binary) << mail;
  Process python({"/usr/bin/python3", TAGWATCH_SOURCE_DIR "/tests/deliver/parse_mail.py",
                  (folder / "mail.eml").string()},
                 folder.path());
  const Ended ended = python.wait();
  return ended.code == 0 ? ended.out : "";
}

}  // namespace tagwatch::test
