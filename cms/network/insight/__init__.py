"""What readers look for and do not find, and what the network makes of it."""
