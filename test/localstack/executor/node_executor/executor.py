"""One execution environment of LocalStack's Lambda, as one process of the host."""
import json
import threading

from localstack import config
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from node_executor.function_process import FunctionProcess, OutOfMemory, ProcessEnded, ProcessTimedOut

HOST = "127.0.0.1"


class NodeExecutor(RuntimeExecutor):
    def __init__(self, id, function_version):
        super().__init__(id=id, function_version=function_version)
        self._variables = {}
        self._process = None
        self._logs = []
        self._one_at_a_time = threading.Lock()

    def start(self, env_vars):
        self._variables = {name: str(value) for name, value in env_vars.items()}
        self._process = self._new_process()

    def stop(self):
        if self._process is not None:
            self._process.kill()

    def invoke(self, payload):
        request_id = payload["invoke-id"]
        with self._one_at_a_time:
            # Lambda starts an environment whose process ended anew, for the next event.
            if not self._process.is_alive():
                self._process = self._new_process()
            first = len(self._logs)
            is_error, body = self._answer(request_id, payload)
            logs = "".join([f"START RequestId: {request_id}\n", *self._logs[first:], f"END RequestId: {request_id}\n"])
            return InvocationResult(request_id, body.encode(), is_error=is_error, logs=logs)

    def _answer(self, request_id, payload):
        timeout = self.function_version.config.timeout
        request = {
            "id": request_id,
            "event": payload["payload"] or "{}",
            "arn": payload.get("invoked-function-arn"),
            "timeoutMs": timeout * 1000,
        }
        try:
            answer = self._process.call(request, timeout)
            return answer["isError"], answer["body"]
        except ProcessTimedOut:
            return _failure("Sandbox.Timedout", request_id, f"Task timed out after {timeout:.2f} seconds")
        except OutOfMemory as ended:
            return _failure("Runtime.OutOfMemory", request_id, f"Runtime exited {ended}")
        except ProcessEnded as ended:
            return _failure("Runtime.ExitError", request_id, f"Runtime exited {ended}")

    def _new_process(self):
        settings = self.function_version.config
        code = settings.code.get_unzipped_code_location()
        return FunctionProcess(code, self._variables, settings.memory_size, self._logs.append)

    def get_logs(self):
        return "".join(self._logs)

    def get_address(self):
        return HOST

    def get_endpoint_from_executor(self):
        return HOST

    def get_runtime_endpoint(self):
        return f"http://{HOST}:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    @classmethod
    def prepare_version(cls, function_version):
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version):
        pass


def _failure(kind, request_id, message):
    return True, json.dumps({"errorType": kind, "errorMessage": f"RequestId: {request_id} Error: {message}"})
