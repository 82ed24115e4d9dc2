"""Date formats that differ from the framework's (`FORMAT_MODULE_PATH`)."""
