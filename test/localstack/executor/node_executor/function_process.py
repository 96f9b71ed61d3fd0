"""A Node.js process that has a function's handler loaded: one request, one answer, a line each."""
import json
import os
import queue
import signal
import subprocess
import threading
from pathlib import Path

RUNTIME = Path(__file__).with_name("runtime.mjs")
START_SECONDS = 15
MEMORY_INTERVAL_SECONDS = 0.05
#: Taken over from LocalStack's own environment, which otherwise stays out of functions.
INHERITED = ("PATH", "LANG", "TMPDIR")
SIGNAL_WORDS = {signal.SIGKILL: "killed", signal.SIGTERM: "terminated", signal.SIGABRT: "aborted"}


class ProcessTimedOut(Exception):
    """No answer in time; the process was killed."""


class ProcessEnded(Exception):
    """The process ended before it answered; the text says how, as Lambda does."""


class OutOfMemory(ProcessEnded):
    """It was killed because it used more memory than its function has."""


class FunctionProcess:
    def __init__(self, code, variables, memory_mib, log):
        answers_end, runtime_end = os.pipe()
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        environment |= variables | {"LAMBDA_TASK_ROOT": str(code), "ANSWER_FD": str(runtime_end)}
        self._process = subprocess.Popen(
            ["node", str(RUNTIME)],
            cwd=code,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(runtime_end,),
            start_new_session=True,
        )
        os.close(runtime_end)
        self._answers = queue.Queue()
        self._memory_bytes = memory_mib * 2**20
        self._is_over_memory = False
        for job in (lambda: self._read_answers(answers_end), lambda: self._read_log(log), self._watch_memory):
            threading.Thread(target=job, daemon=True).start()
        try:
            self._next_answer(START_SECONDS)
        except queue.Empty:
            self.kill()
            raise RuntimeError(f"the handler was not loaded within {START_SECONDS} s") from None

    def is_alive(self):
        return self._process.poll() is None

    def kill(self):
        """Ends the process with all that it started."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()

    def call(self, request, timeout_seconds):
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            return self._next_answer(timeout_seconds)
        except BrokenPipeError:
            raise self._ended() from None
        except queue.Empty:
            self.kill()
            raise ProcessTimedOut from None

    def _next_answer(self, timeout_seconds):
        answer = self._answers.get(timeout=timeout_seconds)
        if answer is None:
            raise self._ended()
        return answer

    def _ended(self):
        code = self._process.wait()
        self.kill()
        if code == 0:
            return ProcessEnded("without providing a reason")
        if code > 0:
            return ProcessEnded(f"with error: exit status {code}")
        kind = OutOfMemory if self._is_over_memory else ProcessEnded
        return kind(f"with error: signal: {SIGNAL_WORDS.get(-code, -code)}")

    def _read_answers(self, fd):
        with os.fdopen(fd, "rb") as lines:
            for line in lines:
                self._answers.put(json.loads(line))
        self._answers.put(None)

    def _read_log(self, log):
        for line in self._process.stdout:
            log(line.decode("utf-8", "replace"))

    def _watch_memory(self):
        """Does what the kernel does in a real environment: kills what uses more than the function has."""
        page = os.sysconf("SC_PAGE_SIZE")
        while True:
            try:
                self._process.wait(MEMORY_INTERVAL_SECONDS)
                return
            except subprocess.TimeoutExpired:
                pass
            try:
                resident = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * page
            except (OSError, IndexError):
                return
            if resident > self._memory_bytes:
                self._is_over_memory = True
                self.kill()
                return
