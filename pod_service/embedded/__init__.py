"""All that pod needs on one computer: PostgreSQL, Valkey, secrets, the sandbox and the service itself."""
