"""Pictures and clips made on this machine, in a process of their own."""
