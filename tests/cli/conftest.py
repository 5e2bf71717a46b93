"""What all tests of the command line share."""

import pytest

from jixiao.cli import main


@pytest.fixture
def run(capsys, monkeypatch):
    """Run `jixiao …`; gives exit code, standard output and standard error."""

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["jixiao", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return run
