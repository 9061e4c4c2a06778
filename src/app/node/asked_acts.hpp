// What a client of the API asked for and only a person may allow: operations of REST or MCP that spend or raise a limit. Each waits as a
// file of the data folder until `zestron approvals` has decided it; then the node does it, once.
#pragma once

#include "api/mcp/service.hpp"
#include "api/node_control.hpp"
#include "app/node/data_folder.hpp"
#include "app/node/narrator.hpp"
#include "base/types.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <condition_variable>
#include <expected>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace zestron::node {

struct AskedAct {
  std::string id;  ///< "asked-1764170000000"
  std::string operation;
  nlohmann::json parameters;
  UnixMillis expires;
};

/// What a person reads before they say yes: operation and parameters as they will be carried out, cut where they are long.
std::string summary_of(const AskedAct& act);
/// Of those that have not expired, oldest first.
Outcome<std::vector<AskedAct>, FolderError> load_asked(const DataFolder& folder);
/// True for the name of one of these, whether it waits or not.
bool is_asked(std::string_view id);
/// A person's word; on disk when it returns. The error also says that nothing waits under that name.
Outcome<void, FolderError> decide_asked(const DataFolder& folder, std::string_view id, bool approved);

/// The node's side. Thread-safe.
class AskedActs {
 public:
  /// All outlive it.
  AskedActs(const DataFolder& folder, api::NodeControl& node, Narrator& narrator);
  ~AskedActs();  ///< stop()
  AskedActs(const AskedActs&) = delete;
  AskedActs& operator=(const AskedActs&) = delete;

  /// The name under which it waits. What fits no schema, or waits already, is not put before a person.
  std::expected<std::string, api::Problem> ask(const api::Operation& operation, const nlohmann::json& parameters);
  void stop();

 private:
  std::expected<std::string, api::Problem> waiting_already(const nlohmann::json& parameters);
  void run();
  void carry_out_decided();

  const DataFolder& folder_;
  api::NodeControl& node_;
  Narrator& narrator_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace zestron::node
