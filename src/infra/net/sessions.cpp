#include "infra/net/detail/sessions.hpp"

#include <utility>
#include <vector>

namespace zestron::net::detail {

Sessions::Place::~Place() {
  if (!owner_) return;
  const std::lock_guard lock(owner_->mutex_);
  owner_->closers_.erase(at_);
  owner_->left_.notify_all();
}

void Sessions::Place::on_close(std::function<void()> close) {
  {
    const std::lock_guard lock(owner_->mutex_);
    if (!owner_->stopped_) {
      *at_ = std::move(close);
      return;
    }
  }
  close();
}

std::optional<Sessions::Place> SessionsHandle::enter(std::size_t connections_max) {
  const std::lock_guard lock(sessions_->mutex_);
  if (sessions_->stopped_ || sessions_->closers_.size() >= connections_max) return std::nullopt;
  sessions_->closers_.emplace_back();
  return Sessions::Place(sessions_, std::prev(sessions_->closers_.end()));
}

std::size_t SessionsHandle::count() const {
  const std::lock_guard lock(sessions_->mutex_);
  return sessions_->closers_.size();
}

bool SessionsHandle::wait_ended(std::chrono::milliseconds patience) {
  std::unique_lock lock(sessions_->mutex_);
  return sessions_->left_.wait_for(lock, patience, [this] { return sessions_->closers_.empty(); });
}

void SessionsHandle::close_all() {
  std::vector<std::function<void()>> closers;
  {
    const std::lock_guard lock(sessions_->mutex_);
    sessions_->stopped_ = true;
    for (const auto& close : sessions_->closers_) {
      if (close) closers.push_back(close);
    }
  }
  for (const auto& close : closers) close();  // outside the lock: the last copy of a closer may destroy its session
}

}  // namespace zestron::net::detail
