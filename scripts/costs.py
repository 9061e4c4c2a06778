#!/usr/bin/env python3
"""docs/costs.md from what is measured: the programs' baselines, and the sizes that their headers assert.

    scripts/costs.py            writes docs/costs.md
    scripts/costs.py --check    fails when it says other than the baselines

Compute units and bytes are those of programs/*/tests/*.json, which tests hold to the real runtime. Rent follows from a size by the
formula of the Rent sysvar. What is written here by hand is only which accounts an action creates.
"""

import json
import re
import sys

from stages import ROOT, say

PAGE = ROOT / "docs" / "costs.md"
BASELINES = ("compute_units.json", "wallet_units.json", "execute_units.json", "baseline.json")

LAMPORTS_PER_SOL = 1_000_000_000
LAMPORTS_PER_SIGNATURE = 5_000
# solana-rent: two years at 3,480 lamports a byte and year, 128 bytes beside the data.
LAMPORTS_PER_BYTE = 6_960
ACCOUNT_OVERHEAD = 128
# loader v3: a program account of 36 bytes, and its program data behind 45.
PROGRAM_SPACE = 36
PROGRAM_DATA_OVERHEAD = 45
TOKEN_ACCOUNT = "token account"

# Whose rent an account is, and gets back.
PAYERS = {
    "AgentState": "creator",
    "ContextRoots": "owner",
    "CreatorRecord": "creator",
    "Wallet": "beneficiary",
    "License": "licensee",
    "Receipt": "licensee",
    "Listing": "seller",
    "Metadata": "seller, never closed",
    "StakeRecord": "staker",
    "VoteRecord": "staker",
    "Proposal": "proposer",
    "MintEntry": "who executes the proposal",
    "PoolEntry": "who executes the proposal",
    "Template": "publisher",
    "StakeRoot": "poster",
    "Access": "holder",
    "AgentRewards": "developer",
    "Epoch": "who opens it",
    "SwapV1": "who makes the pool",
    TOKEN_ACCOUNT: "who makes it",
}

# What an action of the baselines creates. Every other action creates nothing.
CREATES = {
    "agent_factory": {
        "create_agent": ["AgentState"],
        "activate_agent": ["CreatorRecord"],
        "open_wallet": ["Wallet"],
        "open_context": ["ContextRoots"],
    },
    "zest_staking": {"initialize_pool": ["StakePool"], "stake_zest_first": ["StakeRecord"]},
    "governance": {
        "initialize": ["Governance"],
        "propose": ["Proposal"],
        "vote": ["VoteRecord"],
        "execute_set_mint": ["MintEntry"],
        "execute_set_pool": ["PoolEntry"],
    },
    "marketplace": {
        "initialize_market": ["Market"],
        "list_agent": ["Listing"],
        "license_agent_perpetual": ["License", "Receipt"],
        "license_agent_subscription": ["License", "Receipt"],
        "license_agent_per_use": ["License", "Receipt"],
        "license_by_stake": ["License"],
    },
    "rewards": {"open_epoch": ["Epoch"], "open_agent_rewards": ["AgentRewards"]},
    "open_vault": {
        "initialize": ["Vault"],
        "publish_template": ["Template"],
        "post_stake_root": ["StakeRoot"],
        "claim_access": ["Access"],
        "claim_access_by_proof": ["Access"],
    },
}


def spaces(program):
    """Bytes of each account of a program, as its headers assert them."""
    text = "\n".join(path.read_text() for path in sorted((ROOT / "programs" / program / "interface").rglob("*.hpp")))
    sizes = dict(re.findall(r"sizeof\((\w+)\) == (\d+)", text))
    found = {name: 8 + int(sizes[name]) for name in re.findall(r"k(\w+)Space = 8 \+ sizeof\(\1\)", text)}
    found.update({name: int(size) for name, size in re.findall(r"k(\w+)Space == (\d+)", text)})
    return found


def rent(space):
    return (ACCOUNT_OVERHEAD + space) * LAMPORTS_PER_BYTE


def sol(lamports):
    return f"{lamports / LAMPORTS_PER_SOL:.6f}"


def baselines(program):
    """Action or "bytes" and its figure, in the order of the files."""
    measured = {}
    for name in BASELINES:
        path = ROOT / "programs" / program / "tests" / name
        if path.exists():
            prefix = "execute: " if name == "execute_units.json" else ""
            measured.update({prefix + key: value for key, value in json.loads(path.read_text()).items()})
    return measured


def row(*cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def accounts_table(programs):
    yield row("account", "program", "bytes", "rent, SOL", "paid by, returned to")
    yield "|---|---|--:|--:|---|"
    for program in programs:
        for name, space in spaces(program).items():
            yield row(name, program, f"{space:,}", sol(rent(space)), PAYERS.get(name, "the initializer, for good"))
    yield row(TOKEN_ACCOUNT, "SPL Token", 165, sol(rent(165)), PAYERS[TOKEN_ACCOUNT])


def programs_table(programs):
    yield row("program", "bytes", "rent of its accounts, SOL")
    yield "|---|--:|--:|"
    for program in programs:
        size = baselines(program).get("bytes") or 0
        if size:
            yield row(program, f"{size:,}", sol(rent(PROGRAM_SPACE) + rent(PROGRAM_DATA_OVERHEAD + size)))


def actions_table(program):
    yield row("action", "compute units", "fee, SOL", "rent it locks, SOL")
    yield "|---|--:|--:|--:|"
    # The market writes licences, whose layout is agent_factory's.
    space_of = spaces("agent_factory") | spaces(program)
    creates = CREATES.get(program, {})
    for action, units in baselines(program).items():
        if action == "bytes":
            continue
        locked = sum(rent(space_of[name]) for name in creates.get(action, []))
        yield row(f"`{action}`", f"{units:,}", sol(LAMPORTS_PER_SIGNATURE), sol(locked) if locked else "–")


def page():
    programs = sorted(path.parent.name for path in ROOT.glob("programs/*/tests") if baselines(path.parent.name))
    unknown = [
        f"{program}/{action}" for program, actions in CREATES.items() for action in actions if action not in baselines(program)
    ]
    if unknown:
        raise SystemExit(f"costs: no baseline for {', '.join(unknown)}; mend CREATES in scripts/costs.py")
    lines = [
        "# Costs",
        "",
        "What every action costs on Solana: compute units measured on Agave's own bank with every check on and all bumps 255 (a test fails",
        "when one rises), the fee of a transaction with one signature and no priority fee, and the rent that an account locks until it is",
        "closed. Who pays rent gets it back. Written by `scripts/costs.py` from the programs' baselines; `make lint` holds it to them.",
        "",
        "A priority fee comes on top: units limit × price a unit, by what the cluster asks at that time.",
        "",
        "## Accounts",
        "",
        *accounts_table(programs),
        "",
        "## Programs",
        "",
        "A program's accounts hold what its binary needs; `zestron deploy --dry-run` states the rent of any other binary.",
        "",
        *programs_table(programs),
    ]
    for program in programs:
        lines += ["", f"## {program}", "", *actions_table(program)]
    return "\n".join(lines) + "\n"


def main(arguments):
    text = page()
    if "--check" not in arguments:
        PAGE.write_text(text)
        return 0
    if PAGE.exists() and PAGE.read_text() == text:
        return 0
    say("docs/costs.md says other than the baselines; run scripts/costs.py")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
