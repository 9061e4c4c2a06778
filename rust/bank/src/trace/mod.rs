//! Runs a transaction on top of a bank once more, with a meter in every syscall and program, and writes where its compute units
//! went. Nothing is committed. Any thread.
//!
//! The same engine as the bank's: Agave's TransactionBatchProcessor on the bank's own accounts, sysvars, features and fee checks.
//! Only two things differ, and neither costs a unit: programs are compiled with register tracing, which `Bank` hard-codes off, and
//! each syscall and native program is called through `meter`. The total is held against the bank's own simulation.

mod meter;
mod tree;

use {
    crate::{
        chain::Chain,
        error::{Code, Error, Result},
        execute,
        transaction::Transaction,
    },
    meter::Meter,
    solana_account::ReadableAccount,
    solana_builtins::BUILTINS,
    solana_compute_budget::compute_budget::ComputeBudget,
    solana_program_runtime::{
        loaded_programs::{BlockRelation, ForkGraph, ProgramRuntimeEnvironment, ProgramRuntimeEnvironments},
        program_cache_entry::{ProgramCacheEntry, ProgramCacheEntryType},
        solana_sbpf::{program::BuiltinProgram, vm::Config},
    },
    solana_runtime::bank::Bank,
    solana_sdk_ids::native_loader,
    solana_svm::{
        transaction_error_metrics::TransactionErrorMetrics,
        transaction_processing_result::TransactionProcessingResultExtensions,
        transaction_processor::{
            ExecutionRecordingConfig, TransactionBatchProcessor, TransactionProcessingConfig, TransactionProcessingEnvironment,
        },
    },
    solana_syscalls::create_program_runtime_environment,
    std::sync::{Arc, RwLock},
};

impl Chain {
    /// The trace as JSON; see `zb_trace`. A transaction that cannot land is an error, one that fails has a trace.
    pub fn trace(&self, slot: u64, transaction: &Transaction) -> Result<Vec<u8>> {
        self.read_at(slot, |bank| run(bank, transaction))
    }
}

/// The accounts are read through one bank, so every slot that a program could be from is an ancestor.
struct OneFork;

impl ForkGraph for OneFork {
    fn relationship(&self, a: u64, b: u64) -> BlockRelation {
        if a == b { BlockRelation::Equal } else { BlockRelation::Ancestor }
    }
}

fn run(bank: &Bank, transaction: &Transaction) -> Result<Vec<u8>> {
    let rejected = |error| Error::invalid(format!("the transaction cannot be traced, for it would not land: {error}"));
    let sanitized = execute::sanitize(bank, transaction).map_err(rejected)?;
    let expected = bank.simulate_transaction_unchecked(&sanitized, false);

    let forks = Arc::new(RwLock::new(OneFork));
    let (processor, meter) = processor(bank, &forks)?;
    let batch = [&sanitized];
    let mut errors = TransactionErrorMetrics::default();
    let checks = bank.check_transactions::<execute::Sanitized>(&batch, &[Ok(())], bank.max_processing_age(), false, &mut errors);
    let mut output = processor.load_and_execute_sanitized_transactions(
        bank,
        std::slice::from_ref(&sanitized),
        checks,
        &environment(bank, &processor),
        &TransactionProcessingConfig {
            recording_config: ExecutionRecordingConfig::new_single_setting(false),
            ..Default::default()
        },
    );
    let recorded = meter.stop();
    let processed = output.processing_results.pop().expect("one transaction, one result");
    if let Err(error) = &processed {
        return Err(rejected(error.clone()));
    }
    let trace = tree::build(bank, recorded);
    let failed = processed.flattened_result().err();
    if trace.compute_units != expected.units_consumed || failed != expected.result.err() {
        return Err(Error::new(
            Code::Mismatch,
            format!("the trace has {} compute units, the bank {}", trace.compute_units, expected.units_consumed),
        ));
    }
    crate::codec::to_json(&trace)
}

/// A processor as the bank's own, but traced and metered.
fn processor(bank: &Bank, forks: &Arc<RwLock<OneFork>>) -> Result<(TransactionBatchProcessor<OneFork>, Meter)> {
    let limits = ComputeBudget::new_with_defaults(bank.feature_set.snapshot().raise_cpi_nesting_limit_to_8);
    let syscalls = create_program_runtime_environment(&bank.feature_set.runtime_features(), &limits.to_budget(), false, false)
        .map_err(|error| Error::invalid(format!("no environment for programs: {error}")))?;
    let mut meter = Meter::start();
    // Not Agave's debugging_features: they also ask for section headers, which a V3 program need not have.
    let config = Config { enable_register_tracing: true, ..syscalls.get_config().clone() };
    let mut metered = BuiltinProgram::new_loader(config);
    for (_, (name, (function, _))) in syscalls.get_function_registry().iter() {
        let name = String::from_utf8_lossy(name).into_owned();
        let entry = meter.syscall(&name, function)?;
        metered.register_function(&name, entry).map_err(|error| Error::invalid(format!("{name}: {error}")))?;
    }

    let mut processor = TransactionBatchProcessor::<OneFork>::new_uninitialized(bank.slot(), bank.epoch());
    processor.set_execution_cost(limits.to_cost());
    processor.set_program_runtime_environment(ProgramRuntimeEnvironment::from(metered));
    {
        let mut cache = processor.global_program_cache.write().expect("nobody else has it");
        cache.set_fork_graph(Arc::downgrade(forks));
        cache.latest_root_slot = bank.slot();
    }
    for builtin in BUILTINS {
        let deployed = bank.get_account(&builtin.program_id).is_some_and(|account| native_loader::check_id(account.owner()));
        if !deployed {
            continue; // behind a feature that is not active
        }
        let mut entry = ProgramCacheEntry::new_builtin(0, builtin.name.len(), builtin.register_fn);
        if let ProgramCacheEntryType::Builtin(program) = &entry.program {
            let mut metered = BuiltinProgram::new_builtin();
            for (_, (name, (function, _))) in program.get_function_registry().iter() {
                let entry = meter.program(function)?;
                let name = String::from_utf8_lossy(name);
                metered.register_function(&name, entry).map_err(|error| Error::invalid(format!("{}: {error}", builtin.name)))?;
            }
            entry.program = ProgramCacheEntryType::Builtin(metered);
        }
        processor.add_builtin(builtin.program_id, entry);
    }
    processor.fill_missing_sysvar_cache_entries(bank);
    Ok((processor, meter))
}

fn environment(bank: &Bank, processor: &TransactionBatchProcessor<OneFork>) -> TransactionProcessingEnvironment {
    let (blockhash, blockhash_lamports_per_signature) = bank.last_blockhash_and_lamports_per_signature();
    let programs = &processor.program_runtime_environment;
    TransactionProcessingEnvironment {
        blockhash,
        blockhash_lamports_per_signature,
        alpenglow_migration_succeeded: bank.is_alpenglow(),
        epoch_total_stake: bank.get_current_epoch_total_stake(),
        feature_set: bank.feature_set.runtime_features(),
        program_runtime_environments: ProgramRuntimeEnvironments::new(programs.clone(), programs.clone()),
        rent: bank.rent_collector().rent.clone(),
    }
}
