//! What the meter noted, as the tree that the trace is: instructions with their steps, syscalls with the instructions they began.

use {
    super::meter::{Event, Recorded},
    serde::Serialize,
    solana_account::{AccountSharedData, ReadableAccount},
    solana_pubkey::Pubkey,
    solana_runtime::bank::Bank,
    std::{iter::Peekable, vec::IntoIter},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    format: &'static str,
    pub compute_units: u64,
    instructions: Vec<Instruction>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Instruction {
    program: String,
    /// sha256 of the program's ELF file without zeros at its end (an account may have room for more). None: a native program.
    #[serde(skip_serializing_if = "Option::is_none")]
    elf: Option<String>,
    /// All, with those of syscalls and inner instructions.
    units: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<Step>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Step {
    /// Position of an instruction and how many were executed from there on, one after the other.
    Run(u64, u64),
    Syscall {
        syscall: String,
        units: u64,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        instructions: Vec<Instruction>,
    },
}

pub fn build(bank: &Bank, recorded: Recorded) -> Trace {
    let mut builder =
        Builder { bank, names: recorded.names, events: recorded.events.into_iter().peekable(), positions: recorded.positions };
    let instructions = builder.instructions();
    Trace {
        format: "grapnel-trace-1",
        compute_units: instructions.iter().map(|instruction| instruction.units).sum(),
        instructions,
    }
}

struct Builder<'a> {
    bank: &'a Bank,
    names: Vec<String>,
    events: Peekable<IntoIter<Event>>,
    positions: std::collections::HashMap<usize, Vec<u64>>,
}

impl Builder<'_> {
    fn instructions(&mut self) -> Vec<Instruction> {
        let mut list = Vec::new();
        while let Some(Event::Begin { instruction, program, remaining }) =
            self.events.next_if(|event| matches!(event, Event::Begin { .. }))
        {
            let positions = self.positions.remove(&instruction).unwrap_or_default();
            let (steps, left) = self.steps(&positions, remaining);
            let elf = elf_hash(self.bank, &program);
            list.push(Instruction { program: program.to_string(), elf, units: remaining - left, steps });
        }
        list
    }

    /// The steps of an instruction up to its end, and what remains then.
    fn steps(&mut self, positions: &[u64], begun_with: u64) -> (Vec<Step>, u64) {
        let mut steps = Vec::new();
        let mut done = 0;
        let mut left = begun_with;
        while let Some(event) = self.events.next() {
            match event {
                Event::Call { name, executed, remaining } => {
                    push_runs(&mut steps, &positions[done.min(executed)..executed.min(positions.len())]);
                    done = executed.min(positions.len());
                    let instructions = self.instructions();
                    if let Some(Event::Return { remaining: after }) = self.events.next() {
                        steps.push(Step::Syscall { syscall: self.names[name].clone(), units: remaining - after, instructions });
                    }
                }
                Event::End { remaining } => {
                    left = remaining;
                    break;
                }
                Event::Begin { .. } | Event::Return { .. } => break, // not what the meter writes
            }
        }
        push_runs(&mut steps, &positions[done..]);
        (steps, left)
    }
}

fn push_runs(steps: &mut Vec<Step>, positions: &[u64]) {
    for run in positions.chunk_by(|a, b| a + 1 == *b) {
        steps.push(Step::Run(run[0], run.len() as u64));
    }
}

fn elf_hash(bank: &Bank, program: &Pubkey) -> Option<String> {
    const STATE: usize = 4; // UpgradeableLoaderState, bincode: 2 = Program, then the key of the data
    const HEADER: usize = 45; // what stands before the ELF in that account
    let account: AccountSharedData = bank.get_account(program)?;
    if solana_sdk_ids::native_loader::check_id(account.owner()) {
        return None;
    }
    let elf = if solana_sdk_ids::bpf_loader_upgradeable::check_id(account.owner()) {
        let key = Pubkey::try_from(account.data().get(STATE..STATE + 32)?).ok()?;
        bank.get_account(&key)?.data().get(HEADER..)?.to_vec()
    } else {
        account.data().to_vec()
    };
    let end = elf.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    Some(solana_sha256_hasher::hash(&elf[..end]).to_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}
