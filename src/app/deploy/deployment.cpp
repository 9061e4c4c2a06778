#include "app/deploy/deployment.hpp"

#include "adapters/cluster/rpc_client.hpp"
#include "app/console/console.hpp"
#include "app/deploy/plan.hpp"
#include "app/deploy/sender.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"
#include "protocols/loader_v3/loader_v3.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace zestron::deploy {
namespace {

namespace fs = std::filesystem;
namespace loader = protocols::loader_v3;
using cli::Console;

// A round ends after a minute at most, when its blockhash expires; on a congested cluster several are needed.
constexpr int kRoundsMax = 10;
constexpr std::uint64_t kSignatureFee = 5'000;  // lamports

std::string sol(std::uint64_t lamports) {
  return fmt::format("{}.{:09} SOL", lamports / 1'000'000'000, lamports % 1'000'000'000);
}

std::expected<Bytes, std::string> read_program(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::unexpected(path.string() + " can't be read");
  Bytes elf(std::istreambuf_iterator<char>(in), {});
  constexpr std::uint8_t kMachineBpf = 247;
  const bool is_program = elf.size() > 64 && elf[0] == 0x7f && elf[1] == 'E' && elf[2] == 'L' && elf[3] == 'F' &&
                          (elf[18] | elf[19] << 8) == kMachineBpf;
  if (!is_program) return std::unexpected(path.string() + " is no sBPF program; name the .so that `grapnel link` made");
  return elf;
}

std::expected<codec::Keypair, std::string> read_keypair(const fs::path& path) {
  auto keypair = codec::Keypair::read_file(path);
  if (!keypair) return std::unexpected(keypair.error().message);
  return *std::move(keypair);
}

// The program's key pair, or for upgrades its address alone.
struct ProgramKey {
  Pubkey address;
  std::optional<codec::Keypair> keypair;
};

std::expected<ProgramKey, std::string> read_program_key(const Options& options) {
  fs::path path = options.program_id;
  if (options.program_id.empty()) {
    const auto name = options.program.stem().string() + "-keypair.json";
    path = fs::exists(options.program.parent_path() / name) ? options.program.parent_path() / name : fs::path(name);
    if (!fs::exists(path))
      return std::unexpected(fmt::format("no {} here or beside the program; name it with --program-id", name));
  } else if (const auto address = codec::from_base58<Pubkey>(options.program_id); address && !fs::exists(path)) {
    return ProgramKey{*address, std::nullopt};
  }
  auto keypair = read_keypair(path);
  if (!keypair) return std::unexpected(keypair.error());
  const Pubkey address = keypair->pubkey();
  return ProgramKey{address, *std::move(keypair)};
}

// The buffer of a deployment belongs to the program's address; one for a proposal to the code that is in it.
Hash buffer_seed(const Options& options, const ProgramKey& program, ByteView elf) {
  return options.buffer_only ? codec::sha256(elf) : Hash(program.address.value());
}

class Deployment {
 public:
  Deployment(const Options& options, const Console& console, Bytes elf, const codec::Keypair& payer, ProgramKey program,
             Sender sender)
      : options_(options),
        console_(console),
        elf_(std::move(elf)),
        payer_(payer),
        program_(std::move(program)),
        sender_(std::move(sender)),
        buffer_(codec::Keypair::from_secret(
            codec::sha256(payer
                              .sign(codec::sha256({as_bytes("grapnel deploy: buffer"),
                                                   buffer_seed(options, program_, elf_).view()})
                                        .view())
                              .view())
                .value())),
        program_data_(loader::program_data_address(program_.address)) {}

  std::expected<void, std::string> run();
  std::expected<void, std::string> close();
  std::expected<void, std::string> fill_only(const Pubkey& new_authority);
  std::expected<void, std::string> hand_over(const std::optional<Pubkey>& new_authority);

 private:
  using Done = std::expected<void, std::string>;

  std::expected<std::optional<ports::AccountState>, std::string> account(const Pubkey& key) {
    auto found = sender_.chain().account(key, Commitment::kConfirmed);
    if (!found) return std::unexpected(found.error().message);
    return *std::move(found);
  }
  std::expected<Present, std::string> look();
  std::expected<Price, std::string> ask_price(const Present& present);
  Done raise_extension();
  bool agreed(const Price& cost, bool unaffordable);
  Done extend();
  Done fill_buffer();
  Done finish();
  void warn_of_buffer();

  const Options& options_;
  const Console& console_;
  Bytes elf_;
  const codec::Keypair& payer_;
  ProgramKey program_;
  Sender sender_;
  codec::Keypair buffer_;
  Pubkey program_data_;
  Plan plan_;
};

std::expected<Present, std::string> Deployment::look() {
  Present present;
  for (const auto& [key, to] : {std::pair{program_.address, &present.program},
                                {program_data_, &present.program_data},
                                {buffer_.pubkey(), &present.buffer}}) {
    auto found = account(key);
    if (!found) return std::unexpected(found.error());
    *to = *std::move(found);
  }
  return present;
}

std::expected<Price, std::string> Deployment::ask_price(const Present& present) {
  Rents rents;
  for (const auto& [size, to] :
       {std::pair{loader::kBufferMetadataSize + elf_.size(), &rents.buffer},
        {loader::kProgramSize, &rents.program},
        {static_cast<std::size_t>(loader::kProgramDataMetadataSize + plan_.max_len), &rents.program_data}}) {
    const auto rent = sender_.chain().rent_exempt_minimum(size);
    if (!rent) return std::unexpected(rent.error().message);
    *to = *rent;
  }
  return price(plan_, rents, present);
}

// Clusters with SIMD-0431 refuse small extensions; whether this is one shows a simulation.
std::expected<void, std::string> Deployment::raise_extension() {
  if (plan_.extend_by == 0 || plan_.extend_by >= loader::kExtendMin) return {};
  const auto refused = sender_.try_out(std::array{
      loader::extend(program_.address, program_data_, payer_.pubkey(), static_cast<std::uint32_t>(plan_.extend_by))});
  if (!refused) return std::unexpected(refused.error());
  if (*refused && (*refused)->find("minimum of") != std::string::npos) {
    plan_.max_len += loader::kExtendMin - plan_.extend_by;
    plan_.extend_by = loader::kExtendMin;
  }
  return {};
}

bool Deployment::agreed(const Price& cost, bool unaffordable) {
  console_.line(fmt::format("{} {} ({} bytes, room for {}) on {}", plan_.upgrade ? "upgrade" : "deploy",
                            codec::to_base58(program_.address), elf_.size(), plan_.max_len,
                            cluster::expand_url(options_.url)));
  if (plan_.extend_by > 0) console_.line(fmt::format("  {} bytes more room", plan_.extend_by));
  if (plan_.buffer == BufferStep::kResume)
    console_.line(fmt::format("  takes up the buffer {}: {} writes are missing", codec::to_base58(buffer_.pubkey()),
                              plan_.writes));
  if (plan_.buffer == BufferStep::kReplace)
    console_.line(fmt::format("  the buffer {} of another build is closed first", codec::to_base58(buffer_.pubkey())));
  console_.line(fmt::format("  cost {}: rent {}, fees {}; the payer {} needs {} meanwhile", sol(cost.stays + cost.fees),
                            sol(cost.stays), sol(cost.fees), codec::to_base58(payer_.pubkey()), sol(cost.needed)));
  if (unaffordable || options_.dry_run) return true;
  if (!cluster::is_public(cluster::expand_url(options_.url)) || options_.yes) return true;
  return console_.confirm("go on?");
}

std::expected<void, std::string> Deployment::extend() {
  if (plan_.extend_by == 0) return {};
  const auto sent = sender_.send(std::array{
      loader::extend(program_.address, program_data_, payer_.pubkey(), static_cast<std::uint32_t>(plan_.extend_by))});
  if (!sent) return std::unexpected("extending the program: " + sent.error());
  // The loader refuses an upgrade in the slot of an extension.
  const auto extended = account(program_data_);
  if (!extended) return std::unexpected(extended.error());
  const auto data = *extended ? loader::read_program_data((*extended)->data) : std::nullopt;
  for (;;) {
    const auto now = sender_.chain().latest_blockhash(Commitment::kConfirmed);
    if (!now) return std::unexpected(now.error().message);
    if (!data || now->slot.value() > data->slot) return {};
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::expected<void, std::string> Deployment::fill_buffer() {
  if (plan_.buffer == BufferStep::kReplace) {
    const auto closed =
        sender_.send(std::array{loader::close_buffer(buffer_.pubkey(), payer_.pubkey(), payer_.pubkey())});
    if (!closed) return std::unexpected("closing the old buffer: " + closed.error());
  }
  const auto rent = sender_.chain().rent_exempt_minimum(loader::kBufferMetadataSize + elf_.size());
  if (!rent) return std::unexpected(rent.error().message);
  const auto upload = loader::upload(payer_.pubkey(), payer_.pubkey(), buffer_.pubkey(), elf_, Lamports(*rent));
  if (plan_.buffer != BufferStep::kResume) {
    const auto created = sender_.send(upload.create, std::array{static_cast<const codec::Keypair*>(&buffer_)});
    if (!created) return std::unexpected("creating the buffer: " + created.error());
  }
  // The buffer itself tells what landed.
  for (int round = 0; round < kRoundsMax; ++round) {
    const auto found = account(buffer_.pubkey());
    if (!found) return std::unexpected(found.error());
    const auto buffer = *found ? loader::read_buffer((*found)->data) : std::nullopt;
    const auto missing = missing_writes(buffer ? buffer->elf : ByteView{}, elf_);
    if (missing.empty()) return {};
    std::vector<codec::Instruction> writes;
    for (const auto index : missing) writes.push_back(upload.writes[index]);
    const auto before = upload.writes.size() - missing.size();
    const auto sent = sender_.send_all(writes, [&](std::size_t confirmed) {
      console_.rewrite(fmt::format("{} of {} writes", before + confirmed, upload.writes.size()));
    });
    if (!sent) return sent;
  }
  return std::unexpected("the cluster dropped too many writes");
}

std::expected<void, std::string> Deployment::finish() {
  std::expected<Signature, std::string> sent;
  if (plan_.upgrade) {
    sent = sender_.send(std::array{
        loader::upgrade(program_.address, program_data_, buffer_.pubkey(), payer_.pubkey(), payer_.pubkey())});
  } else {
    const auto rent = sender_.chain().rent_exempt_minimum(loader::kProgramSize);
    if (!rent) return std::unexpected(rent.error().message);
    sent = sender_.send(loader::deploy(payer_.pubkey(), program_.address, program_data_, buffer_.pubkey(),
                                       payer_.pubkey(), Lamports(*rent), plan_.max_len),
                        std::array{static_cast<const codec::Keypair*>(&*program_.keypair)});
  }
  if (!sent) return std::unexpected((plan_.upgrade ? "upgrading: " : "deploying: ") + sent.error());
  const auto there = account(program_data_);
  const auto data = there && *there ? loader::read_program_data((*there)->data) : std::nullopt;
  if (!data || !holds(data->elf, elf_)) return std::unexpected("what is on chain now is not this program; look at it");

  console_.line(fmt::format("program {}\nsignature {}", codec::to_base58(program_.address), codec::to_base58(*sent)));
  if (console_.json()) {
    console_.document(nlohmann::ordered_json{{"program", codec::to_base58(program_.address)},
                                             {"program_data", codec::to_base58(program_data_)},
                                             {"authority", codec::to_base58(payer_.pubkey())},
                                             {"action", plan_.upgrade ? "upgraded" : "deployed"},
                                             {"bytes", elf_.size()},
                                             {"max_len", data->elf.size()},
                                             {"signature", codec::to_base58(*sent)}});
  }
  return {};
}

// Lamports that are lent to a buffer are never passed over in silence.
void Deployment::warn_of_buffer() {
  const auto left = account(buffer_.pubkey());
  const auto name = codec::to_base58(buffer_.pubkey());
  if (left && !*left) return;
  const auto held =
      left ? " holds " + sol((*left)->lamports.value()) : " may hold lamports (the cluster does not answer)";
  std::fputs(fmt::format("the buffer {}{}: the same command takes it up again, with --close-buffer you get it back\n",
                         name, held)
                 .c_str(),
             stderr);
}

std::expected<void, std::string> Deployment::run() {
  const auto present = look();
  if (!present) return std::unexpected(present.error());
  const auto plan = make_plan({elf_, payer_.pubkey(), options_.max_len, options_.headroom, options_.upgrade}, *present);
  if (!plan) return std::unexpected(plan.error());
  plan_ = *plan;
  if (plan_.unchanged) {
    console_.line(fmt::format("program {} is this one already; nothing to do", codec::to_base58(program_.address)));
    if (console_.json()) {
      console_.document(
          nlohmann::ordered_json{{"program", codec::to_base58(program_.address)}, {"action", "unchanged"}});
    }
    if (present->buffer) warn_of_buffer();
    return {};
  }
  if (!plan_.upgrade && !program_.keypair)
    return std::unexpected("a first deployment needs the program's key pair: --program-id FILE");
  if (const auto raised = raise_extension(); !raised) return raised;
  const auto cost = ask_price(*present);
  if (!cost) return std::unexpected(cost.error());
  const auto payer = account(payer_.pubkey());
  if (!payer) return std::unexpected(payer.error());
  const std::uint64_t balance = *payer ? (*payer)->lamports.value() : 0;
  if (!agreed(*cost, balance < cost->needed)) {
    return std::unexpected("not agreed to; nothing was sent (--yes agrees beforehand)");
  }
  if (options_.dry_run) {
    if (console_.json()) {
      console_.document(nlohmann::ordered_json{{"program", codec::to_base58(program_.address)},
                                               {"action", plan_.upgrade ? "would upgrade" : "would deploy"},
                                               {"bytes", elf_.size()},
                                               {"max_len", plan_.max_len},
                                               {"writes", plan_.writes},
                                               {"rent_lamports", cost->stays},
                                               {"fee_lamports", cost->fees},
                                               {"needed_lamports", cost->needed}});
    }
    return {};
  }
  if (balance < cost->needed) {
    return std::unexpected(fmt::format("the payer {} has {}, needed are {}; fund it, or name another with -k",
                                       codec::to_base58(payer_.pubkey()), sol(balance), sol(cost->needed)));
  }
  auto done = extend();
  if (done) done = fill_buffer();
  if (done) done = finish();
  if (!done) warn_of_buffer();
  return done;
}

// For a proposal: the code in a buffer that nobody but the new authority writes to any more.
std::expected<void, std::string> Deployment::fill_only(const Pubkey& new_authority) {
  const auto hash = codec::hex_encode(codec::sha256(elf_).view());
  const auto describe = [&](std::string_view action, std::uint64_t rent, std::uint64_t fees) {
    console_.line(fmt::format("buffer      {}\nsha256      {}\nauthority   {}", codec::to_base58(buffer_.pubkey()),
                              hash, codec::to_base58(new_authority)));
    if (console_.json())
      console_.document(nlohmann::ordered_json{{"action", action},
                                               {"buffer", codec::to_base58(buffer_.pubkey())},
                                               {"sha256", hash},
                                               {"authority", codec::to_base58(new_authority)},
                                               {"bytes", elf_.size()},
                                               {"rent_lamports", rent},
                                               {"fee_lamports", fees}});
  };
  const auto there = account(buffer_.pubkey());
  if (!there) return std::unexpected(there.error());
  const auto old = *there ? loader::read_buffer((*there)->data) : std::nullopt;
  if (old && old->authority == new_authority && std::ranges::equal(old->elf, elf_)) {
    describe("unchanged", 0, 0);
    return {};
  }
  const auto missing = missing_writes(old ? old->elf : ByteView{}, elf_).size();
  plan_.buffer = old && old->elf.size() == elf_.size() ? BufferStep::kResume
                 : *there                              ? BufferStep::kReplace
                                                       : BufferStep::kCreate;
  const auto rent = sender_.chain().rent_exempt_minimum(loader::kBufferMetadataSize + elf_.size());
  if (!rent) return std::unexpected(rent.error().message);
  const std::uint64_t held = *there ? (*there)->lamports.value() : 0;
  const std::uint64_t lent = *rent > held ? *rent - held : 0;
  const std::uint64_t fees = kSignatureFee * (missing + 1 + (plan_.buffer == BufferStep::kResume ? 0 : 2) +
                                              (plan_.buffer == BufferStep::kReplace ? 1 : 0));
  console_.line(fmt::format("buffer for {} bytes on {}: rent {}, returned when it is used or closed; fees {}",
                            elf_.size(), cluster::expand_url(options_.url), sol(lent), sol(fees)));
  if (options_.dry_run) {
    describe("would fill", lent, fees);
    return {};
  }
  if (cluster::is_public(cluster::expand_url(options_.url)) && !options_.yes && !console_.confirm("go on?"))
    return std::unexpected("not agreed to; nothing was sent (--yes agrees beforehand)");
  if (auto filled = fill_buffer(); !filled) {
    warn_of_buffer();
    return filled;
  }
  const auto now = account(buffer_.pubkey());
  if (!now) return std::unexpected(now.error());
  const auto buffer = *now ? loader::read_buffer((*now)->data) : std::nullopt;
  if (!buffer || !std::ranges::equal(buffer->elf, elf_))
    return std::unexpected("what is in the buffer now is not this program; look at it");
  if (buffer->authority != new_authority) {
    const auto sent = sender_.send(std::array{loader::set_authority(buffer_.pubkey(), payer_.pubkey(), new_authority)});
    if (!sent) return std::unexpected("handing the buffer over: " + sent.error());
  }
  describe("filled", lent, fees);
  return {};
}

std::expected<void, std::string> Deployment::hand_over(const std::optional<Pubkey>& new_authority) {
  const auto data = account(program_data_);
  if (!data) return std::unexpected(data.error());
  const auto read = *data ? loader::read_program_data((*data)->data) : std::nullopt;
  if (!read)
    return std::unexpected(fmt::format("there is no upgradeable program at {}", codec::to_base58(program_.address)));
  if (read->authority != payer_.pubkey())
    return std::unexpected(fmt::format("the upgrade authority is {}, not the payer {}",
                                       read->authority ? codec::to_base58(*read->authority) : "nobody any more",
                                       codec::to_base58(payer_.pubkey())));
  const auto to = new_authority ? codec::to_base58(*new_authority) : std::string("nobody, for ever");
  console_.line(fmt::format("program {}: the right to upgrade goes to {}", codec::to_base58(program_.address), to));
  if (!options_.dry_run) {
    const bool asks = cluster::is_public(cluster::expand_url(options_.url)) || !new_authority;
    if (asks && !options_.yes && !console_.confirm("go on?"))
      return std::unexpected("not agreed to; nothing was sent (--yes agrees beforehand)");
    const auto sent = sender_.send(std::array{loader::set_authority(program_data_, payer_.pubkey(), new_authority)});
    if (!sent) return std::unexpected(sent.error());
  }
  if (console_.json())
    console_.document(
        nlohmann::ordered_json{{"program", codec::to_base58(program_.address)},
                               {"action", options_.dry_run ? "would hand over" : "handed over"},
                               {"authority", new_authority ? nlohmann::ordered_json(to) : nlohmann::ordered_json()}});
  return {};
}

std::expected<void, std::string> Deployment::close() {
  const auto found = account(buffer_.pubkey());
  if (!found) return std::unexpected(found.error());
  if (!*found) {
    console_.line("no buffer is left of this program and payer");
    if (console_.json()) console_.document(nlohmann::ordered_json{{"action", "unchanged"}});
    return {};
  }
  const auto sent = sender_.send(std::array{loader::close_buffer(buffer_.pubkey(), payer_.pubkey(), payer_.pubkey())});
  if (!sent) return std::unexpected("closing the buffer: " + sent.error());
  console_.line(fmt::format("buffer {} closed: {} are back", codec::to_base58(buffer_.pubkey()),
                            sol((*found)->lamports.value())));
  if (console_.json()) {
    console_.document(nlohmann::ordered_json{{"action", "closed"},
                                             {"buffer", codec::to_base58(buffer_.pubkey())},
                                             {"lamports", (*found)->lamports.value()}});
  }
  return {};
}

// As Solana's verified builds define it: SHA-256 of the ELF without the zeros behind it.
std::expected<void, std::string> print_hash(const Options& options, const Console& console) {
  const auto address = codec::from_base58<Pubkey>(options.hash_of);
  if (!address) return std::unexpected(options.hash_of + " is no hash, no file and no address");
  auto client = cluster::RpcClient::connect(cluster::expand_url(options.url));
  if (!client) return std::unexpected(client.error().message);
  cluster::ClusterChain chain(*std::move(client));
  const auto found = chain.account(loader::program_data_address(*address), Commitment::kConfirmed);
  if (!found) return std::unexpected(found.error().message);
  const auto data = *found ? loader::read_program_data((*found)->data) : std::nullopt;
  if (!data) return std::unexpected(fmt::format("there is no upgradeable program at {}", options.hash_of));
  std::size_t size = data->elf.size();
  while (size > 0 && data->elf[size - 1] == 0) --size;
  const auto hash = codec::hex_encode(codec::sha256(data->elf.first(size)).view());
  console.line(hash);
  if (console.json()) console.document(nlohmann::ordered_json{{"program", options.hash_of}, {"sha256", hash}});
  return {};
}

std::expected<Pubkey, std::string> read_authority(const std::string& text) {
  const auto key = codec::from_base58<Pubkey>(text);
  if (!key) return std::unexpected(fmt::format("'{}' is no address: 32 bytes in base58", text));
  return *key;
}

}  // namespace

std::expected<void, std::string> deploy(const Options& options, const Console& console) {
  if (!options.hash_of.empty()) return print_hash(options, console);
  Bytes elf;
  if (!options.program.empty()) {
    auto read = read_program(options.program);
    if (!read) return std::unexpected(read.error());
    elf = *std::move(read);
  }
  auto program = options.buffer_only ? std::expected<ProgramKey, std::string>(ProgramKey{}) : read_program_key(options);
  if (!program) return std::unexpected(program.error());
  fs::path payer_path = options.keypair;
  if (payer_path.empty()) {
    const char* home = std::getenv("HOME");
    payer_path = fs::path(home != nullptr ? home : ".") / ".config/solana/id.json";
  }
  const auto payer = read_keypair(payer_path);
  if (!payer) return std::unexpected(payer.error() + "; name the payer with -k FILE");
  auto sender = Sender::connect(cluster::expand_url(options.url), *payer);
  if (!sender) return std::unexpected(sender.error());
  Deployment deployment(options, console, std::move(elf), *payer, *std::move(program), *std::move(sender));
  if (options.close_buffer) return deployment.close();
  if (options.final) return deployment.hand_over(std::nullopt);
  if (!options.new_authority.empty()) {
    const auto key = read_authority(options.new_authority);
    if (!key) return std::unexpected(key.error());
    return options.buffer_only ? deployment.fill_only(*key) : deployment.hand_over(*key);
  }
  return options.buffer_only ? deployment.fill_only(payer->pubkey()) : deployment.run();
}

}  // namespace zestron::deploy
