"""Answerback as a process of its own, on a database that was filled for measuring."""

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

SECRET = "measured"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Bench:
    """The program, the compiled clients, and a directory for everything that is written."""

    def __init__(self, binary: Path, clients: Path, directory: Path, rounds: int, seconds: float):
        self.binary, self.clients, self.directory = binary, clients, directory
        self.rounds, self.seconds = rounds, seconds
        self.environment = os.environ | {"BENCH_TOKEN": "1:measured", "BENCH_SECRET": SECRET}

    def command(self, *arguments: str) -> str:
        """Runs one command of the program to its end and gives what it printed."""
        done = subprocess.run(
            [self.binary, *arguments], env=self.environment, cwd=self.directory, text=True, capture_output=True)
        if done.returncode != 0:
            raise SystemExit(f"answerback {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


class Desk:
    """A filled database: 2 operators a queue, and one queue with all of them."""

    def __init__(self, bench: Bench, name: str, activities: int, shared: int, history: bool = False):
        self.bench, self.activities = bench, activities
        self.database = bench.directory / f"{name}.db"
        self.tokens = bench.directory / f"{name}.tokens"
        self.ids = bench.directory / f"{name}.ids"
        self.queues = 500
        bench.command(
            "seed", "--database", f"sqlite:{self.database}", "--operators", "1000", "--queues", str(self.queues),
            "--activities", str(activities), "--tokens", str(self.tokens), "--ids", str(self.ids),
            "--shared-queue", "1000", "--shared-activities", str(shared), *(["--history"] if history else []))
        self.shared = Path(f"{self.ids}.shared").read_text().split()
        self.supervisor = self._provision(name)

    def _provision(self, name: str) -> Path:
        """Adds a supervisor and the channel that messages are measured on; gives the file with the supervisor's token."""
        file = self.bench.directory / f"{name}.yaml"
        file.write_text("""
settings: { WebitelSendActivityNotificationsForMissed: true }
skills: [measuring]
queues:
  - { name: Measuring, skills: [measuring], answer-within: 3600s }
operators:
  - { login: measuring, name: Maria, role: supervisor, skills: [], locale: en, password: "measured-and-weighed" }
channels:
  - { name: measured, kind: telegram, queue: Measuring, mode: webhook, token-env: BENCH_TOKEN,
      secret-env: BENCH_SECRET, base-url: "http://127.0.0.1:9" }
""")
        self.bench.command("provision", "--database", f"sqlite:{self.database}", str(file))
        token = self.bench.directory / f"{name}.supervisor"
        token.write_text(self.bench.command(
            "token", "create", "--database", f"sqlite:{self.database}", "--operator", "measuring").split()[-1] + "\n")
        return token

    def take_shared(self, count: int) -> Path:
        """A file with the next Activities of the shared queue that nobody has taken yet."""
        taken, self.shared = self.shared[:count], self.shared[count:]
        if len(taken) < count:
            raise SystemExit("the shared queue has too few Activities")
        file = self.bench.directory / "shared.ids"
        file.write_text("\n".join(taken) + "\n")
        return file


class Server:
    """`answerback serve`, from its start to its end: `with Server(desk) as server:`"""

    def __init__(self, desk: Desk):
        self.desk, self.port = desk, free_port()
        self.log = open(desk.bench.directory / "serve.log", "ab")

    def __enter__(self):
        began = time.monotonic()
        self.process = subprocess.Popen(
            [self.desk.bench.binary, "serve", "--port", str(self.port), "--database", f"sqlite:{self.desk.database}"],
            env=self.desk.bench.environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() - began > 60:
                self.__exit__()
                raise SystemExit(f"answerback serve does not answer; see {self.log.name}")
            time.sleep(0.002)
        self.start_seconds = time.monotonic() - began
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
