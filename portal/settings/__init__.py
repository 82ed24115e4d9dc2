"""Settings: `base` is safe and complete; `dev`, `test` and `production` only override."""
