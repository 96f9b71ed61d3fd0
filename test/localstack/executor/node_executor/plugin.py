"""What LocalStack finds by LAMBDA_RUNTIME_EXECUTOR=node."""
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class NodeExecutorPlugin(RuntimeExecutorPlugin):
    name = "node"

    def load(self, *args, **kwargs):
        # Imported when it is wanted: the plug-in itself is looked at by every LocalStack command.
        from node_executor.executor import NodeExecutor

        return NodeExecutor
