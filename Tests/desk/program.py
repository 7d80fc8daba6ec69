"""The built program as a process of its own."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("ANSWERBACK_BINARY", ROOT / ".build/debug/answerback"))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Process:
    """A command of the program that runs until it is ended; what it says goes to a file."""

    def __init__(self, arguments: list[str], log: Path, environment: dict[str, str]):
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [BINARY, *arguments], env=os.environ | environment, cwd=log.parent, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output)

    def wait_for(self, url: str, seconds: float = 20):
        """Waits until the address answers 200."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(url, timeout=5, trust_env=False).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.01)
        raise AssertionError(f"{url} does not answer; the last it said:\n{self.last_words()}")

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])

    def stop(self, seconds: float = 15) -> bool:
        """Asks it to end; says whether it did so by itself within the time."""
        if self.process.poll() is not None:
            return True
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            self.kill()
            return False

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()


class Answerback:
    """`answerback serve` on a temporary database, with an address that stays the same over restarts."""

    def __init__(self, directory: Path, provisioned: str, environment: dict[str, str] | None = None,
                 database: str | None = None):
        self.directory = directory
        self.database = database or f"sqlite:{directory / 'desk.db'}"
        self.environment = environment or {}
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: Process | None = None
        file = directory / "provision.yaml"
        file.write_text(provisioned)
        self.command("provision", str(file))

    def command(self, name: str, *arguments: str) -> str:
        """Runs one command on the same database to its end."""
        done = subprocess.run(
            [BINARY, *name.split(), *arguments, "--database", self.database], text=True, capture_output=True,
            env=os.environ | self.environment, cwd=self.directory, timeout=60)
        assert done.returncode == 0, f"answerback {name} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> "Answerback":
        self.process = Process(
            ["serve", "--port", str(self.port), "--database", self.database], self.directory / "serve.log",
            self.environment | {"ANSWERBACK_PUBLIC_URL": self.url})
        self.process.wait_for(f"{self.url}/health/ready")
        return self

    def token(self, login: str) -> str:
        """A bearer token for programs."""
        return self.command("token create", "--operator", login).split()[-1]

    def client(self, login: str) -> httpx.Client:
        """A program that acts as this operator."""
        return httpx.Client(
            base_url=self.url, timeout=10, trust_env=False,
            headers={"Authorization": f"Bearer {self.token(login)}", "Accept": "application/json"})


class Demo:
    """`answerback demo`, without the past that it is shown with."""

    def __init__(self, directory: Path):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        ports = ["--port", str(port), "--telegram-port", str(free_port())]
        self.process = Process(["demo", "--weeks", "0", *ports], directory / "demo.log", {})
        self.process.wait_for(f"{self.url}/health/ready", seconds=60)

    def stop(self) -> bool:
        return self.process.stop()
