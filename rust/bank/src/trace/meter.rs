//! The meter: stands in for every syscall and native program, calls the real one and notes what it took of the compute units.
//!
//! A VM calls plain functions without a closure, so each stand-in is a function of its own (`Slots`, one instance a number), and
//! what it stands for is found in a table of the thread that runs the transaction.

use {
    crate::error::{Error, Result},
    solana_program_runtime::{
        invoke_context::InvokeContext,
        solana_sbpf::{
            program::{BuiltinCodegen, BuiltinFunction, JitCompiler},
            vm::{ContextObject, EbpfVm, EncryptedHostAddressToEbpfVm},
        },
    },
    solana_pubkey::Pubkey,
    std::{cell::RefCell, collections::HashMap, ptr},
};

type Context = InvokeContext<'static, 'static>;
type Function = BuiltinFunction<Context>;
type Entry = (Function, BuiltinCodegen<Context>);

/// In the order they happened; begin and end, call and return are nested.
pub enum Event {
    /// An instruction begins: its number in the transaction's list of instructions, inner ones included.
    Begin {
        instruction: usize,
        program: Pubkey,
        remaining: u64,
    },
    End {
        remaining: u64,
    },
    /// A program calls a syscall after so many instructions of its own, the call among them.
    Call {
        name: usize,
        executed: usize,
        remaining: u64,
    },
    Return {
        remaining: u64,
    },
}

#[derive(Default)]
pub struct Recorded {
    pub names: Vec<String>,
    pub events: Vec<Event>,
    /// By number of the instruction: the position of each executed sBPF instruction, in units of 8 bytes from the start of the text.
    pub positions: HashMap<usize, Vec<u64>>,
}

enum Kind {
    Syscall(usize),
    Program,
}

#[derive(Default)]
struct Recorder {
    functions: Vec<(Kind, Function)>,
    recorded: Recorded,
}

thread_local! {
    static RECORDER: RefCell<Recorder> = RefCell::default();
}

/// One recording on this thread, from `start` to `stop`.
pub struct Meter(());

impl Meter {
    pub fn start() -> Self {
        RECORDER.with_borrow_mut(|recorder| *recorder = Recorder::default());
        Self(())
    }

    pub fn syscall(&mut self, name: &str, function: Function) -> Result<Entry> {
        let number = RECORDER.with_borrow_mut(|recorder| {
            recorder.recorded.names.push(name.to_owned());
            recorder.recorded.names.len() - 1
        });
        self.stand_in(Kind::Syscall(number), function)
    }

    pub fn program(&mut self, function: Function) -> Result<Entry> {
        self.stand_in(Kind::Program, function)
    }

    fn stand_in(&mut self, kind: Kind, function: Function) -> Result<Entry> {
        RECORDER.with_borrow_mut(|recorder| {
            recorder.functions.push((kind, function));
            let slot = recorder.functions.len() - 1;
            SLOTS.get(slot).copied().ok_or_else(|| Error::invalid("more syscalls than the tracer has places for"))
        })
    }

    pub fn stop(self) -> Recorded {
        RECORDER.with_borrow_mut(|recorder| std::mem::take(recorder).recorded)
    }
}

fn record(event: Event) {
    RECORDER.with_borrow_mut(|recorder| recorder.recorded.events.push(event));
}

// Nothing in here may panic: below it are the frames of compiled programs, which do not unwind.
fn metered<const SLOT: usize>(mut vm: EncryptedHostAddressToEbpfVm<Context>, a: u64, b: u64, c: u64, d: u64, e: u64) {
    let (syscall, function) = RECORDER.with_borrow(|recorder| {
        let (kind, function) = &recorder.functions[SLOT]; // a slot is handed out only with its function
        (if let Kind::Syscall(name) = kind { Some(*name) } else { None }, *function)
    });
    // SAFETY: the VM called us with its own address and waits for us; no other reference to it lives.
    let pointer = unsafe { vm.with_vm(|vm| ptr::from_mut(vm).cast::<EbpfVm<'static, Context>>()) };
    {
        // SAFETY: as above; the reference ends before `function` takes its own.
        let vm = unsafe { &mut *pointer };
        match syscall {
            // Interpreter and compiled code both leave what remains after the caller's instructions in due_insn_count.
            Some(name) => record(Event::Call { name, executed: vm.register_trace.len(), remaining: vm.due_insn_count }),
            None => begin(vm.context()),
        }
    }
    function(vm, a, b, c, d, e);
    // SAFETY: as above; `function` has returned.
    let context = unsafe { &mut *pointer }.context();
    let remaining = context.get_remaining();
    match syscall {
        Some(_) => record(Event::Return { remaining }),
        None => {
            record(Event::End { remaining });
            if context.get_stack_height() == 1 {
                keep_positions(context);
            }
        }
    }
}

fn begin(context: &mut Context) {
    let current = context.transaction_context.get_current_instruction_context();
    let (instruction, program) = current
        .map(|current| (current.get_index_in_trace(), current.get_program_key().copied().unwrap_or_default()))
        .unwrap_or_default();
    record(Event::Begin { instruction, program, remaining: context.get_remaining() });
}

/// Register traces live in the context, which the processor drops: they are taken when a top-level instruction ends.
fn keep_positions(context: &Context) {
    const PROGRAM_COUNTER: usize = 11;
    context.iterate_vm_traces(&|instruction, _executable, registers| {
        let positions = registers.iter().map(|registers| registers[PROGRAM_COUNTER]).collect();
        RECORDER.with_borrow_mut(|recorder| {
            recorder.recorded.positions.entry(instruction.get_index_in_trace()).or_insert(positions);
        });
    });
}

fn codegen<const SLOT: usize>(jit: &mut JitCompiler<Context>) {
    jit.emit_external_call(metered::<SLOT>);
}

macro_rules! slots {
    ($($tens:literal)*) => { [$(slots!(@ $tens 0 1 2 3 4 5 6 7 8 9)),*] };
    (@ $tens:literal $($ones:literal)*) => { [$((metered::<{ $tens + $ones }>, codegen::<{ $tens + $ones }>)),*] };
}

/// Agave 4.2 has some 50 syscalls and 8 native programs.
static TENS: [[Entry; 10]; 10] = slots!(0 10 20 30 40 50 60 70 80 90);
static SLOTS: &[Entry] = TENS.as_flattened();
