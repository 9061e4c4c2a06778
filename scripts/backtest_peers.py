#!/usr/bin/env python3
"""The two-EMA agent in backtesters of Python, for `zestron bench backtest`: prints what they made of the prices of a CSV file.

    scripts/backtest_peers.py FILE

Installs them into build/backtest-peers the first time. Processor time counts, of the run alone: reading the file and preparing the
tables is left out. Fees are the agent's, 10 hundredths of a percent and 5 of slippage on each side.
"""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "backtest-peers"
PACKAGES = ("backtesting==0.6.6",)

INSIDE = '''
import json, sys, time, warnings
warnings.simplefilter("ignore")
import backtesting, numpy, pandas
backtesting.backtesting._tqdm = lambda steps, **_: steps  # no progress bar in what is measured

prices = pandas.read_csv(sys.argv[1])
close = prices["price"]
FAST, SLOW, NOTIONAL, COST = 8, 21, 1000.0, 0.0015

def average(values, period):
    return pandas.Series(values).ewm(span=period, adjust=False).mean()

class Cross(backtesting.Strategy):
    def init(self):
        self.fast = self.I(average, self.data.Close, FAST, plot=False)
        self.slow = self.I(average, self.data.Close, SLOW, plot=False)

    def next(self):
        above = self.fast[-1] > self.slow[-1]
        if above and self.fast[-2] <= self.slow[-2]:
            self.buy()
        elif not above and self.position:
            self.position.close()

def event_driven():
    # A thousandth of a unit is its unit, so that it can buy parts of one.
    scaled = close.to_numpy() / 1000
    table = pandas.DataFrame({"Open": scaled, "High": scaled, "Low": scaled, "Close": scaled},
                             index=pandas.date_range("2025-01-01", periods=len(scaled), freq="s"))
    test = backtesting.Backtest(table, Cross, cash=NOTIONAL, commission=COST, trade_on_close=True)
    began = time.process_time()
    result = test.run()
    return time.process_time() - began, int(result["# Trades"])

def vectorised():
    values = close.to_numpy()
    began = time.process_time()
    above = (average(values, FAST) > average(values, SLOW)).to_numpy()
    held = numpy.zeros(len(values), bool)
    held[SLOW:] = above[SLOW:]
    turned = numpy.diff(held.astype(numpy.int8), prepend=0)
    change = numpy.diff(values, prepend=values[0]) / values
    equity = NOTIONAL * numpy.cumprod(1 + numpy.where(numpy.roll(held, 1), change, 0) - COST * numpy.abs(turned))
    peak = numpy.maximum.accumulate(equity)
    ((peak - equity) / peak).max()
    return time.process_time() - began, int((turned < 0).sum())

out = {}
for name, run, what in (("event_driven", event_driven, "backtesting.py " + backtesting.__version__),
                        ("vectorised", vectorised, "pandas " + pandas.__version__ + ", numpy " + numpy.__version__)):
    seconds, trades = min(run() for _ in range(2))
    out[name] = {"name": f"{what}; {len(close)} ticks, {trades} trades", "ticks_per_second": len(close) / seconds}
print(json.dumps(out))
'''


def environment():
    """Its Python."""
    python = FOLDER / "bin" / "python"
    stamp = FOLDER / "packages.txt"
    if stamp.exists() and stamp.read_text() == "\n".join(PACKAGES):
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True, stdout=sys.stderr)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    subprocess.run(pip, check=True, stdout=sys.stderr, timeout=900)
    stamp.write_text("\n".join(PACKAGES))
    return python


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    done = subprocess.run([environment(), "-c", INSIDE, sys.argv[1]], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
        return 1
    print(json.loads(done.stdout) and done.stdout.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
