"""`python -m saima` is the command `saima`."""

import sys

from saima.site.cli import main

if __name__ == "__main__":
    sys.exit(main())
