#include "tagwatch/store/engine.hpp"

#include <sqlite3.h>

namespace tagwatch {

std::string sqlite_version() {
  return sqlite3_libversion();
}

}  // namespace tagwatch
