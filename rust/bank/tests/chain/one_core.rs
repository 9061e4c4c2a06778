//! Sealing where no core is free for the threads that hash: who waits for them lets them run (src/updates.rs).

use {
    crate::support::Node,
    std::{env, fs, process::Command},
};

const SLOTS: u64 = 200;
/// About four times what a slot takes. One that waits for the kernel's tick takes 4 ms at the least.
const CPU_MILLIS_MAX: u64 = 2 * SLOTS;

/// Of this process in user mode and in the kernel; /proc/self/stat counts in hundredths of a second.
fn cpu_millis() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit_once(')').unwrap().1;
    let times = after_name.split_whitespace().skip(11).take(2);
    times.map(|ticks| ticks.parse::<u64>().unwrap() * 10).sum()
}

fn first_core() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let allowed = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap();
    allowed.trim().split(['-', ',']).next().unwrap().to_owned()
}

#[test]
#[ignore = "runs in the process of the test below, which has one core"]
fn seals() {
    let mut node = Node::new();
    let before = cpu_millis();
    for _ in 0..SLOTS {
        node.next();
    }
    println!("cpu {} ms", cpu_millis() - before);
}

#[test]
fn a_seal_does_not_keep_the_core_that_it_waits_for() {
    let run = Command::new("taskset")
        .args(["-c", &first_core()])
        .arg(env::current_exe().unwrap())
        .args(["one_core::seals", "--exact", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&run.stdout);
    let millis = text.lines().find_map(|line| line.split_once("cpu ")?.1.strip_suffix(" ms"));
    let millis: u64 = millis.unwrap_or_else(|| panic!("{text}")).parse().unwrap();
    assert!(millis <= CPU_MILLIS_MAX, "{SLOTS} slots took {millis} ms of the processor");
}
