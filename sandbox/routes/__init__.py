"""The provider's routes, one module per concept, and the sandbox's own under /_sandbox/."""
