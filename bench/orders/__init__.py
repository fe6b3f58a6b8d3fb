"""The way of an order, from the queue to the shelf, through the service's real processes and the sandbox."""
