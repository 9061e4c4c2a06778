"""A Gymnasium environment over an agent's own graph: what a step costs and brings is decided by the node's engine alone."""

import gymnasium
import numpy

from zestron import engine

FEATURES = 7
FLAT, HOLD = 0, 1
ANSWERS = ([1.0, 0.0], [0.0, 1.0])  # what the policy's graph would give for either


class MarketEnv(gymnasium.Env):
    """One episode is a part of a recorded series: all of `part`, or with `length` as much of it from a random place on.

    An observation is what the agent's graph asks its model with; an action answers it. The reward is the change of equity until
    the next question, in percent of what the agent began with: fees, slippage and rounding included.
    """

    metadata = {"render_modes": []}

    def __init__(self, agent, ticks, part, length=None):
        self.observation_space = gymnasium.spaces.Box(-numpy.inf, numpy.inf, (FEATURES,), numpy.float32)
        self.action_space = gymnasium.spaces.Discrete(2)
        self._agent, self._ticks, self._part, self._length = agent, ticks, part, length
        self._episode = None

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        first, count = self._part
        if self._length is not None and self._length < count:
            first += int(self.np_random.integers(count - self._length + 1))
            count = self._length
        self._episode = engine.Episode(self._agent, self._ticks, first, count)
        return self._observed(self._episode.next()), self._info()

    def step(self, action):
        before = self._episode.equity_micros
        self._episode.answer(ANSWERS[int(action)])
        question = self._episode.next()
        gained = self._episode.equity_micros - before
        reward = 100.0 * gained / self._episode.start_micros
        return self._observed(question), reward, False, question is None, self._info()

    def _observed(self, question):
        """Of the last step, after which nothing is asked, zeros."""
        return numpy.asarray(question if question is not None else [0.0] * FEATURES, numpy.float32)

    def _info(self):
        return {"equity_micros": self._episode.equity_micros, "trades": self._episode.trades}
