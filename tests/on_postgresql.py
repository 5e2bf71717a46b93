"""Run the tests that touch a database once more, on PostgreSQL.

`make test` has run them on SQLite. They make databases of their own and drop them.
Where no server answers, they are skipped loudly; in CI that is a failure.
"""

import os
import subprocess
import sys

import psycopg

SERVER = os.environ.get(
    "JIXIAO_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
TOUCH_A_DATABASE = ("tests/web", "tests/browser")
LINE = "=" * 88


def why_not() -> str | None:
    """Why the server does not serve; None if it does."""
    try:
        psycopg.connect(SERVER, connect_timeout=5).close()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return None


def main(arguments: list[str]) -> int:
    """Run them; the exit status is that of the tests."""
    reason = why_not()
    if reason is not None:
        skips_fail = os.environ.get("JIXIAO_NO_SKIPS") == "1"
        verdict = "FAILED" if skips_fail else "SKIPPED"
        print(f"{LINE}\n{verdict}: tests on PostgreSQL NOT run: {reason}\n{LINE}")
        return int(skips_fail)
    command = [sys.executable, "-m", "pytest", "-q", "-r", "s", *arguments]
    environment = {**os.environ, "DATABASE_URL": SERVER}
    return subprocess.run(
        [*command, *TOUCH_A_DATABASE], env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
