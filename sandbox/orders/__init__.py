"""What createTask does: read the catalog, check the input, price it, run the task, tell the caller."""
