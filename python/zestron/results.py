"""What agents make of a part of a market, counted alike for all of them."""

import numpy

from zestron import engine
from zestron.market_env import ANSWERS, HOLD

WARM_UP = 61  # ticks before the policy's first question; the others are counted from there on too


def figures(equity, trades):
    """Of equity in micro-units, tick by tick."""
    equity = numpy.asarray(equity, numpy.float64)
    peak = numpy.maximum.accumulate(equity)
    return {
        "return_percent": round(100.0 * (equity[-1] / equity[0] - 1.0), 3),
        "drawdown_percent": round(100.0 * float(((peak - equity) / peak).max()), 3),
        "trades": int(trades),
    }


def of_policy(agent, ticks, part, choose):
    """`choose(observation) -> action`"""
    episode = engine.Episode(agent, ticks, *part)
    equity = []
    question = episode.next()
    while question is not None:
        equity.append(episode.equity_micros)
        episode.answer(ANSWERS[choose(question)])
        question = episode.next()
    equity.append(episode.equity_micros)
    return figures(equity, episode.trades + int(episode.holds))


def of_holding(agent, ticks, part):
    """Bought at the first question, never sold; the costs of buying are the agent's own."""
    return of_policy(agent, ticks, part, lambda _: HOLD)


def of_rule(agent, ticks, part):
    episode = engine.Episode(agent, ticks, *part)
    while episode.next() is not None:
        pass
    equity = engine.run(agent, ticks, *part)[WARM_UP - 1 :]
    return figures(equity, episode.trades + int(episode.holds))
