#include "transact/journal/sqlite_journal.hpp"

#include "codec/base58.hpp"
#include "transact/journal/intent_bytes.hpp"
#include "transact/journal/read_whole.hpp"
#include "transact/journal/rows.hpp"
#include "transact/journal/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace zestron::transact {
namespace {

using ports::JournalError;
using ports::JournalOutcome;

std::unexpected<Failure<JournalError>> forbidden(const domain::Effect& step, std::string why) {
  return fail(JournalError::kForbidden,
              fmt::format("effect {} of {}: {}", step.intent.sequence, codec::to_base58(step.intent.agent), why));
}

JournalOutcome<void> run(infra::Statement& statement) {
  const auto row = statement.step();
  return row ? JournalOutcome<void>() : journal_failure(row.error());
}

// What an effect's row says, against the step that shall follow.
JournalOutcome<void> check_step(const std::optional<domain::Effect>& known, const domain::Effect& step) {
  const auto from = known ? std::optional(known->state) : std::nullopt;
  if (!ports::may_follow(from, step.state)) {
    return forbidden(step, fmt::format("it is {}, and cannot become {}", from ? to_string(*from) : "not known",
                                       to_string(step.state)));
  }
  if (!known) return {};
  if (known->intent != step.intent && step.state != domain::EffectState::kProposed)
    return forbidden(step, "another intent has this sequence");
  const auto attempt = known->attempt + (step.state == domain::EffectState::kProposed ? 1 : 0);
  if (step.attempt != attempt)
    return forbidden(step, fmt::format("attempt {} is not attempt {}", step.attempt, attempt));
  if (domain::may_land(*from) && step.signature != known->signature)
    return forbidden(step, "it was signed already, and still may land");
  return {};
}

}  // namespace

JournalOutcome<SqliteJournal> SqliteJournal::open(const std::filesystem::path& path, Read read,
                                                  const std::string& vfs) {
  auto opened = open_and_read(path, read, vfs);
  if (!opened && opened.error().code == JournalError::kDamaged) forget_read_whole(path);
  return opened;
}

JournalOutcome<SqliteJournal> SqliteJournal::open_and_read(const std::filesystem::path& path, Read read,
                                                           const std::string& vfs) {
  auto database = infra::Database::open(path, vfs);
  if (!database) return journal_failure(database.error());
  if (auto migrated = migrate(*database, path.string()); !migrated) return std::unexpected(migrated.error());
  if (auto as_made = check_schema(*database, path.string()); !as_made) return std::unexpected(as_made.error());
  SqliteJournal journal(*std::move(database), path.string());
  if (auto whole = read == Read::kWhole ? journal.read_everything() : journal.read_when_due(); !whole)
    return std::unexpected(whole.error());
  return journal;
}

std::unexpected<Failure<JournalError>> SqliteJournal::damaged(std::string_view what) const {
  forget_read_whole(path_);
  return journal_damaged(path_, what);
}

JournalOutcome<void> SqliteJournal::read_when_due() {
  const auto count = steps();
  if (!count) return std::unexpected(count.error());
  const auto now = read_whole_now(path_, *count);
  const auto then = load_read_whole(path_);
  if (now && then && still_holds(*then, *now)) return {};
  auto whole = read_everything();
  if (whole && now) keep_read_whole(path_, *now);
  return whole;
}

JournalOutcome<std::uint64_t> SqliteJournal::steps() {
  auto statement = database_.prepare("SELECT history FROM totals");
  if (!statement) return journal_failure(statement.error());
  const auto row = (*statement)->step();
  if (!row) return journal_failure(row.error());
  return static_cast<std::uint64_t>((*statement)->integer(0));
}

JournalOutcome<void> SqliteJournal::read_everything() {
  std::int64_t effects = 0, steps = 0;
  std::uint32_t digest = 0;
  const auto each = [&](const std::string& sql, const auto& take) -> JournalOutcome<void> {
    auto statement = database_.prepare(sql.c_str());
    if (!statement) return journal_failure(statement.error());
    while (true) {
      const auto row = (*statement)->step();
      if (!row) return journal_failure(row.error());
      if (!*row) return {};
      if (!take(**statement)) return damaged("a row is not as it was written");
    }
  };
  const auto take = [&](std::int64_t& count, const auto& row) {
    if (row) digest ^= row->crc;
    count += 1;
    return row.has_value();
  };
  // Pages that no row below is read from: the index, what is free. Damage there would be met at the first write.
  std::string pages;
  if (auto read = each("PRAGMA integrity_check(1)",
                       [&](const auto& row) {
                         pages = row.text(0);
                         return true;
                       });
      !read)
    return read;
  if (pages != "ok") return damaged(pages);
  if (auto read = each(fmt::format("SELECT {} FROM effects", kEffectColumns),
                       [&](const auto& row) { return take(effects, read_effect(row)); });
      !read)
    return read;
  if (auto read = each(fmt::format("SELECT {} FROM history", kStepColumns),
                       [&](const auto& row) { return take(steps, read_step(row)); });
      !read)
    return read;
  std::int64_t waiting = 0;  // not counted: a consent that is lost allows nothing
  if (auto read = each(fmt::format("SELECT {} FROM consents", kConsentColumns),
                       [&](const auto& row) { return take(waiting, read_consent(row)); });
      !read)
    return read;
  bool agree = false;
  if (auto read = each("SELECT effects, history, digest FROM totals",
                       [&](const auto& row) {
                         agree = row.integer(0) == effects && row.integer(1) == steps && row.integer(2) == digest;
                         return true;
                       });
      !read)
    return read;
  return agree ? JournalOutcome<void>() : damaged("its rows are not all there, or not the newest ones");
}

JournalOutcome<void> SqliteJournal::record(std::span<const domain::Effect> steps, const ports::Consents* consents) {
  if (broken_) return std::unexpected(*broken_);
  auto written = write(steps, consents);
  // After a failed write or sync the kernel may have dropped the pages: only opening anew tells what the disk holds.
  if (!written && written.error().code != JournalError::kForbidden) broken_ = written.error();
  return written;
}

JournalOutcome<void> SqliteJournal::write(std::span<const domain::Effect> steps, const ports::Consents* consents) {
  auto transaction = infra::Transaction::begin(database_);
  if (!transaction) return journal_failure(transaction.error());
  for (const auto& step : steps) {
    if (auto written = write_step(step); !written) return written;
  }
  if (consents != nullptr) {
    if (auto written = write_consents(*consents); !written) return written;
  }
  auto committed = transaction->commit();
  return committed ? JournalOutcome<void>() : journal_failure(committed.error());
}

JournalOutcome<void> SqliteJournal::write_step(const domain::Effect& step) {
  const auto known = find(step.intent.agent, step.intent.sequence);
  if (!known) return std::unexpected(known.error());
  if (auto allowed = check_step(*known, step); !allowed) return allowed;
  const auto intent = intent_bytes(step.intent);
  // The row that is replaced leaves the digest, the new ones enter it.
  std::uint32_t digest = 0;
  if (*known) {
    auto old = database_.prepare("SELECT crc FROM effects WHERE agent=? AND sequence=?");
    if (!old) return journal_failure(old.error());
    (*old)->bind(1, step.intent.agent.view()).bind(2, static_cast<std::int64_t>(step.intent.sequence));
    if (auto row = run(**old); !row) return row;
    digest ^= static_cast<std::uint32_t>((*old)->integer(0));
  }
  auto effect = database_.prepare("INSERT OR REPLACE INTO effects VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!effect) return journal_failure(effect.error());
  digest ^= bind_effect(**effect, step, intent);
  if (auto row = run(**effect); !row) return row;
  auto history = database_.prepare("INSERT INTO history VALUES(NULL,?,?,?,?,?,?,?,?,?)");
  if (!history) return journal_failure(history.error());
  const auto signed_intent = step.state == domain::EffectState::kBuilt ? intent : Bytes{};
  digest ^= bind_step(**history, step, signed_intent);
  if (auto row = run(**history); !row) return row;
  // SQLite has no exclusive or; (a | b) - (a & b) is one.
  auto totals =
      database_.prepare("UPDATE totals SET effects=effects+?1, history=history+1, digest=(digest|?2)-(digest&?2)");
  if (!totals) return journal_failure(totals.error());
  (*totals)->bind(1, std::int64_t{*known ? 0 : 1}).bind(2, std::int64_t{digest});
  return run(**totals);
}

// The queue is short (16 places an agent), so it is written anew.
JournalOutcome<void> SqliteJournal::write_consents(const ports::Consents& consents) {
  std::uint32_t digest = 0;
  {
    auto old = database_.prepare("SELECT crc FROM consents");
    if (!old) return journal_failure(old.error());
    while (true) {
      const auto row = (*old)->step();
      if (!row) return journal_failure(row.error());
      if (!*row) break;
      digest ^= static_cast<std::uint32_t>((*old)->integer(0));
    }
  }
  if (auto emptied = database_.execute("DELETE FROM consents"); !emptied) return journal_failure(emptied.error());
  for (const auto& consent : consents.waiting) {
    auto row = database_.prepare("INSERT INTO consents VALUES(?,?,?,?,?)");
    if (!row) return journal_failure(row.error());
    const auto action = consent_bytes(consent);
    digest ^= bind_consent(**row, consent, action);
    if (auto written = run(**row); !written) return written;
  }
  auto totals = database_.prepare("UPDATE totals SET consents=?1, digest=(digest|?2)-(digest&?2)");
  if (!totals) return journal_failure(totals.error());
  (*totals)->bind(1, static_cast<std::int64_t>(consents.newest)).bind(2, std::int64_t{digest});
  return run(**totals);
}

JournalOutcome<ports::Consents> SqliteJournal::consents() {
  ports::Consents found;
  auto totals = database_.prepare("SELECT consents FROM totals");
  if (!totals) return journal_failure(totals.error());
  if (const auto row = (*totals)->step(); !row) return journal_failure(row.error());
  found.newest = static_cast<std::uint64_t>((*totals)->integer(0));
  static const std::string kSql = fmt::format("SELECT {} FROM consents ORDER BY number", kConsentColumns);
  auto statement = database_.prepare(kSql.c_str());
  if (!statement) return journal_failure(statement.error());
  while (true) {
    const auto row = (*statement)->step();
    if (!row) return journal_failure(row.error());
    if (!*row) return found;
    auto read = read_consent(**statement);
    if (!read) return damaged("a row is not as it was written");
    found.waiting.push_back(read->consent);
  }
}

JournalOutcome<std::optional<domain::Effect>> SqliteJournal::find(const Pubkey& agent, std::uint64_t sequence) {
  static const std::string kSql = fmt::format("SELECT {} FROM effects WHERE agent=? AND sequence=?", kEffectColumns);
  auto statement = database_.prepare(kSql.c_str());
  if (!statement) return journal_failure(statement.error());
  (*statement)->bind(1, agent.view()).bind(2, static_cast<std::int64_t>(sequence));
  const auto row = (*statement)->step();
  if (!row) return journal_failure(row.error());
  if (!*row) return std::optional<domain::Effect>();
  auto read = read_effect(**statement);
  if (!read) return damaged("a row is not as it was written");
  return std::move(read->effect);
}

JournalOutcome<std::vector<domain::Effect>> SqliteJournal::in_flight() {
  // Numbers and no parameters, or the index would not be used.
  static const std::string kSql =
      fmt::format("SELECT {} FROM effects WHERE state IN ({}, {})", kEffectColumns,
                  std::to_underlying(domain::EffectState::kBuilt), std::to_underlying(domain::EffectState::kSent));
  auto statement = database_.prepare(kSql.c_str());
  if (!statement) return journal_failure(statement.error());
  std::vector<domain::Effect> found;
  while (true) {
    const auto row = (*statement)->step();
    if (!row) return journal_failure(row.error());
    if (!*row) return found;
    auto read = read_effect(**statement);
    if (!read) return damaged("a row is not as it was written");
    found.push_back(std::move(read->effect));
  }
}

JournalOutcome<std::vector<domain::Effect>> SqliteJournal::newest(std::uint32_t limit) {
  std::vector<std::pair<Pubkey, std::uint64_t>> keys;
  {
    auto statement = database_.prepare("SELECT agent, sequence FROM history ORDER BY id DESC");
    if (!statement) return journal_failure(statement.error());
    while (keys.size() < limit) {
      const auto row = (*statement)->step();
      if (!row) return journal_failure(row.error());
      if (!*row) break;
      const auto agent = Pubkey::from((*statement)->blob(0));
      if (!agent) return damaged("a row is not as it was written");
      const std::pair key(*agent, static_cast<std::uint64_t>((*statement)->integer(1)));
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    }
  }
  std::vector<domain::Effect> found;
  for (const auto& [agent, sequence] : keys) {
    auto effect = find(agent, sequence);
    if (!effect) return std::unexpected(effect.error());
    if (*effect) found.push_back(**std::move(effect));
  }
  return found;
}

JournalOutcome<std::vector<ports::Approval>> SqliteJournal::approvals(UnixMillis since) {
  static const std::string kSql =
      fmt::format("SELECT {} FROM history WHERE signed>=? ORDER BY signed, id", kStepColumns);
  auto statement = database_.prepare(kSql.c_str());
  if (!statement) return journal_failure(statement.error());
  (*statement)->bind(1, since.value());
  std::vector<ports::Approval> found;
  while (true) {
    const auto row = (*statement)->step();
    if (!row) return journal_failure(row.error());
    if (!*row) return found;
    auto read = read_step(**statement);
    if (!read || !read->approval) return damaged("a row is not as it was written");
    found.push_back(*std::move(read->approval));
  }
}

JournalOutcome<std::optional<UnixMillis>> SqliteJournal::last_approval() {
  auto statement = database_.prepare("SELECT max(signed) FROM history WHERE signed IS NOT NULL");
  if (!statement) return journal_failure(statement.error());
  const auto row = (*statement)->step();
  if (!row) return journal_failure(row.error());
  return (*statement)->is_null(0) ? std::nullopt : std::optional(UnixMillis((*statement)->integer(0)));
}

JournalOutcome<std::uint64_t> SqliteJournal::last_sequence(const Pubkey& agent) {
  auto statement = database_.prepare("SELECT max(sequence) FROM effects WHERE agent=?");
  if (!statement) return journal_failure(statement.error());
  (*statement)->bind(1, agent.view());
  const auto row = (*statement)->step();
  if (!row) return journal_failure(row.error());
  return static_cast<std::uint64_t>((*statement)->integer(0));
}

JournalOutcome<std::vector<ports::Step>> SqliteJournal::history(const Pubkey& agent, std::uint64_t sequence) {
  static const std::string kSql =
      fmt::format("SELECT {} FROM history WHERE agent=? AND sequence=? ORDER BY id", kStepColumns);
  auto statement = database_.prepare(kSql.c_str());
  if (!statement) return journal_failure(statement.error());
  (*statement)->bind(1, agent.view()).bind(2, static_cast<std::int64_t>(sequence));
  std::vector<ports::Step> found;
  while (true) {
    const auto row = (*statement)->step();
    if (!row) return journal_failure(row.error());
    if (!*row) return found;
    auto read = read_step(**statement);
    if (!read) return damaged("a row is not as it was written");
    found.push_back(std::move(read->step));
  }
}

}  // namespace zestron::transact
