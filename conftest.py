"""Where Django is installed, every test that asks for the database gets its own."""

import os
from importlib.util import find_spec

from hypothesis import HealthCheck, settings

# No test asserts a time: on a busy machine an example may take as long as it takes.
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")

# While a browser is driven a loop of events runs in this thread; Django would take every
# query of a later test for one from inside of it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The core's tests run where Django is not.
if find_spec("pytest_django"):
    pytest_plugins = ["saima.site.tests.database", "saima.site.tests.static"]
