"""One file for each command; ``pod_cli.table`` names them."""
