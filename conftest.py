"""Where Django is installed, every test that asks for the database gets its own."""

from importlib.util import find_spec

# The core's tests run where Django is not.
if find_spec("pytest_django"):
    pytest_plugins = ["saima.site.tests.database"]
