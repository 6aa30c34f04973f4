// Who asks a source just now, so that its timelines do not all ask the same.
#pragma once

#include <set>
#include <string>

namespace tagwatch {

/// While it lives nobody else asks the source.
class Turn {
 public:
  Turn(std::set<std::string>& asking, std::string source)
      : asking_(asking), source_(std::move(source)), mine_(asking_.insert(source_).second) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (mine_) {
      asking_.erase(source_);
    }
  }
  [[nodiscard]] bool mine() const { return mine_; }

 private:
  std::set<std::string>& asking_;
  std::string source_;
  bool mine_;
};

}  // namespace tagwatch
