"""The environment against Gymnasium's own checker, and against the engine."""

import pathlib
import random
import tempfile
import unittest

from gymnasium.utils.env_checker import check_env

from zestron import engine, results
from zestron.market_env import ANSWERS, MarketEnv
from zestron.split import split

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"


def series(ticks, seed=7):
    """A random walk in cents, as a recorded series."""
    walk = random.Random(seed)
    price, lines = 15_000, ["timestamp_ms,price"]
    for minute in range(ticks):
        price = max(1_000, price + walk.randint(-60, 60))
        lines.append(f"{60_000 * minute},{price // 100}.{price % 100:02d}")
    return "\n".join(lines) + "\n"


class MarketEnvTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.agent = engine.Agent((EXAMPLES / "mean_reversion" / "agent.json").read_text())
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(series(600))
            file.flush()
            cls.ticks = engine.read_ticks(file.name, cls.agent)

    def test_passes_the_env_checker(self):
        check_env(MarketEnv(self.agent, self.ticks, (0, 600), length=200), skip_render_check=True)

    def test_equals_an_episode_of_the_same_actions(self):
        choose = random.Random(1)
        actions = [choose.randint(0, 1) for _ in range(540)]
        env = MarketEnv(self.agent, self.ticks, (0, 600))
        env.reset(seed=0)
        seen = [env.step(action)[4]["equity_micros"] for action in actions]
        episode = engine.Episode(self.agent, self.ticks, 0, 600)
        expected = []
        episode.next()
        for action in actions:
            episode.answer(ANSWERS[action])
            episode.next()
            expected.append(episode.equity_micros)
        self.assertEqual(seen, expected)
        self.assertGreater(len(set(seen)), 100)

    def test_rewards_add_up_to_the_change_of_equity(self):
        env = MarketEnv(self.agent, self.ticks, (0, 600))
        _, info = env.reset(seed=0)
        total, ended, step = 0.0, False, 0
        while not ended:
            _, reward, _, ended, info = env.step(step // 7 % 2)
            total, step = total + reward, step + 1
        self.assertAlmostEqual(total, 100.0 * (info["equity_micros"] / 1e9 - 1.0), places=9)
        self.assertEqual(step, 540)

    def test_same_number_same_episode(self):
        env = MarketEnv(self.agent, self.ticks, (0, 600), length=200)
        first, _ = env.reset(seed=5)
        again, _ = env.reset(seed=5)
        self.assertEqual(first.tolist(), again.tolist())

    def test_split_leaves_no_tick_out_and_takes_none_twice(self):
        parts = split(1_003)
        self.assertEqual(parts.train[1], parts.validation[0])
        self.assertEqual(sum(parts.validation), parts.test[0])
        self.assertEqual(sum(parts.test), 1_003)

    def test_holding_costs_one_purchase(self):
        found = results.of_holding(self.agent, self.ticks, (0, 600))
        self.assertEqual(found["trades"], 1)


class ArbitrageTest(unittest.TestCase):
    def test_finds_the_best_size_of_all(self):
        first, second = engine.Pool(1_000_000, 2_000, 25), engine.Pool(1_000_000, 2_200, 10)
        best = max((engine.profit(size, first, second), size) for size in range(1, 1_001))
        self.assertGreater(best[0], 0)
        self.assertEqual(engine.best_trade([first, second], 0)[1], best[0])

    def test_finds_none_where_fees_eat_it(self):
        pools = [engine.Pool(10**9, 10**9, 30), engine.Pool(10**9, 10**9 + 10**6, 30)]
        self.assertEqual([engine.best_trade(pools, first) for first in (0, 1)], [(0, 0), (0, 0)])


if __name__ == "__main__":
    unittest.main()
