"""A runtime executor for LocalStack's Lambda: Node.js functions as processes of the host, in place of containers."""
