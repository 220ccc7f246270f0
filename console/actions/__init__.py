"""Actions on a cluster: preflight, plan, confirmation, request, verification, way back. The runner is the way in.

It knows neither the log nor the settings nor any screen: what it needs of them is handed to it.
"""
