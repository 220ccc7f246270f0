"""A simulated Kubernetes cluster with an API server on loopback, for tests and drills. Knows nothing of warroom.

cluster = SimulatedCluster(clock)
cluster.add_deployment("web", "web:1")
cluster.settle()
with serve(cluster) as server:
    server.write_kubeconfig(path)
"""

from console.drill.cluster.cluster import SimulatedCluster
from console.drill.cluster.populating import populate
from console.drill.cluster.server import Server, serve

__all__ = ["Server", "SimulatedCluster", "populate", "serve"]
