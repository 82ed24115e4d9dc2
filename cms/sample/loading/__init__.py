"""Loading the sample library from its source files, through the actions an editor uses."""
