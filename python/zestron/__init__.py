"""Training on the node's own engine: a Gymnasium environment, a policy by PPO, a graph network over pools."""

import pkgutil

# The module `engine` is built, and lies where the build put it.
__path__ = pkgutil.extend_path(__path__, __name__)
