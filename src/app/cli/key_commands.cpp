#include "app/cli/key_commands.hpp"

#include "codec/base58.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace zestron::cli {
namespace {

struct Inputs {
  std::string file;
  bool show = false;
};

int keygen(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  auto keypair = inputs.show ? codec::Keypair::read_file(inputs.file)
                             : Outcome<codec::Keypair, codec::KeypairError>(codec::Keypair::generate());
  if (!keypair) return console.failed(keypair.error().message);
  if (!inputs.show) {
    if (auto written = keypair->write_new_file(inputs.file); !written) return console.failed(written.error().message);
  }
  const auto address = codec::to_base58(keypair->pubkey());
  console.line(address);
  if (console.json()) console.document(nlohmann::ordered_json{{"address", address}, {"file", inputs.file}});
  return kExitOk;
}

}  // namespace

void add_key_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  const auto inputs = std::make_shared<Inputs>();
  auto* verb = root.add_subcommand("keygen", "make a key pair, mode 0600; a file that is there is never written over");
  verb->add_option("FILE", inputs->file, "where to")->required();
  verb->add_flag("--show", inputs->show, "only print the address of the key pair in FILE");
  add_output_option(*verb, options);
  verb->callback([&options, &run, inputs] { run = [&options, inputs] { return keygen(options, *inputs); }; });
}

}  // namespace zestron::cli
