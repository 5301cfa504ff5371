"""One Hypothesis profile for the whole suite: a busy machine is slow, which is no failure."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("viva", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("viva")
