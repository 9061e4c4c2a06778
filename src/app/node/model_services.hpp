// What a node's agents may ask: ONNX models of the data folder's files, and the language models that its models.json names. Keys are taken
// from where that document says they lie, and are kept by the adapter alone.
#pragma once

#include "app/node/agent_runner.hpp"
#include "app/node/agent_tracer.hpp"
#include "bundle/recorder.hpp"
#include "ports/model.hpp"

#include <expected>
#include <string>

namespace zestron::node {

struct ModelOptions {
  ports::MicroUsd cost_max{};          ///< of one exchange; zero: only providers that cost nothing
  AgentTracer* tracer = nullptr;       ///< told of exchanges and their attempts; outlives the services
  bundle::Recorder* bundle = nullptr;  ///< of the run; has the exchanges too, and outlives the services
};

/// Providers of both kinds; without models/models.json none of language models. Exchanges are appended to the folder's record, and
/// failures, hedges and breakers of their providers are told. The error names the file.
std::expected<Services, std::string> open_services(const DataFolder& folder, Narrator& narrator,
                                                   const ModelOptions& options);

}  // namespace zestron::node
