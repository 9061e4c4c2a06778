"""A series cut in three by time: what is trained on, what chooses among trained models, and what neither has seen."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Split:
    """(first tick, number of ticks) each."""

    train: tuple
    validation: tuple
    test: tuple


def split(ticks):
    train, validation = ticks * 6 // 10, ticks * 2 // 10
    return Split((0, train), (train, validation), (train + validation, ticks - train - validation))
