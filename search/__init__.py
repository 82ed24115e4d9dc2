"""What people find: one Django app, two engines."""

import os

# One thread for each product of matrices: they are small, several processes share the
# cores, and threads that wait for one another cost ten times what they save. Libraries
# read these once, when they are loaded, hence here; an operator's own values hold.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
