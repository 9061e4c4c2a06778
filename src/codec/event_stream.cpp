#include "codec/event_stream.hpp"

#include <algorithm>
#include <utility>

namespace zestron::codec {

bool EventStream::feed(std::string_view bytes) {
  buffer_ += bytes;
  return buffer_.size() + data_.size() <= bytes_max_;
}

std::optional<std::string> EventStream::next() {
  std::size_t from = 0;
  std::optional<std::string> event;
  while (!event) {
    if (after_cr_ && from < buffer_.size()) {
      if (buffer_[from] == '\n') ++from;
      after_cr_ = false;
    }
    const auto end = buffer_.find_first_of("\r\n", from);
    if (end == std::string::npos) break;
    after_cr_ = buffer_[end] == '\r';
    const auto line = std::string_view(buffer_).substr(from, end - from);
    from = end + 1;
    constexpr std::string_view kData = "data";
    if (line.empty()) {
      if (has_data_) event = std::exchange(data_, {});
      has_data_ = false;
    } else if (line.starts_with(kData) && (line.size() == kData.size() || line[kData.size()] == ':')) {
      auto value = line.substr(std::min(line.size(), kData.size() + 1));
      if (value.starts_with(' ')) value.remove_prefix(1);
      if (has_data_) data_ += '\n';
      data_ += value;
      has_data_ = true;
    }
  }
  buffer_.erase(0, from);
  return event;
}

}  // namespace zestron::codec
