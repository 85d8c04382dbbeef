"""dev.py on a machine that is not as it should be."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.dev import checking, doctor, postgres, scanner, serving
from ops.dev.place import Trouble, read_stamp, write_whole


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for a cluster that the server's user can enter, with a socket path short enough."""
    folder = Path(tempfile.mkdtemp(prefix="hefa-test-"))
    postgres.give(folder, postgres.server_user())
    yield folder
    shutil.rmtree(folder)


def test_a_busy_port_is_told_with_another_one() -> None:
    with socket.socket() as listener:
        listener.bind((serving.HOST, 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} is in use. Choose another: --port {port + 1}"):
            serving.check_front(serving.plain(None, port))
    serving.check_front(serving.plain(None, port))


def test_an_address_of_another_machine_is_told_in_words() -> None:
    with pytest.raises(Trouble, match=r"203\.0\.113\.9 is no address of this machine"):
        serving.check_front(serving.plain("203.0.113.9", 8000))


def test_an_address_for_everybody_is_refused_since_nobody_could_open_it() -> None:
    with pytest.raises(Trouble, match="is no address that anybody could open"):
        serving.check_front(serving.plain(".".join("0000"), 8000))


@pytest.mark.parametrize("port", [0, 65_536])
def test_a_number_that_is_no_port_is_told_in_words(port: int) -> None:
    with pytest.raises(Trouble, match=f"{port} is no port"):
        serving.check_front(serving.plain(None, port))


def test_the_site_answers_to_the_address_that_it_listens_at_and_to_no_other() -> None:
    assert serving.plain(None, 8000).environment == {}
    front = serving.plain("192.168.1.20", 8000)
    assert front.address == "http://192.168.1.20:8000/"
    assert front.environment == {"HEFA_ALLOWED_HOSTS": "192.168.1.20,127.0.0.1,localhost"}


def test_a_cluster_that_was_cut_off_half_way_is_made_anew(home: Path) -> None:
    programs = postgres.within_reach(postgres.find_programs(), home)
    (home / "data").mkdir()
    (home / "data" / "PG_VERSION").write_text("15")
    postgres.make_cluster(programs, home)
    assert (home / "data" / "global" / "pg_control").is_file()
    made = (home / "data" / postgres.READY).stat().st_mtime_ns
    postgres.make_cluster(programs, home)
    assert (home / "data" / postgres.READY).stat().st_mtime_ns == made


def test_a_stamp_is_written_whole(tmp_path: Path) -> None:
    stamp = tmp_path / "deep" / "stamp"
    assert read_stamp(stamp) == ""
    write_whole(stamp, "1\n", mode=0o400)
    assert read_stamp(stamp) == "1\n" and stamp.stat().st_mode & 0o777 == 0o400
    assert [path.name for path in stamp.parent.iterdir()] == ["stamp"]


def test_a_program_that_fails_is_told_with_its_name() -> None:
    with pytest.raises(Trouble, match="npm run --silent nothing failed"):
        scanner.run(["run", "--silent", "nothing"])


def test_every_check_runs_and_the_failed_ones_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    ran: list[str] = []

    def check(name: str, code: int) -> checking.Check:
        def run() -> int:
            ran.append(name)
            return code

        return checking.Check(name, run)

    assert checking.run([check("one", 0), check("two", 3), check("three", 0)]) == 1
    assert ran == ["one", "two", "three"] and "failed: two" in capsys.readouterr().out
    assert checking.run([check("one", 0)]) == 0


def test_the_sheet_says_which_variables_are_missing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEFA_STAGE", "production")
    monkeypatch.delenv("HEFA_ALLOWED_HOSTS", raising=False)
    assert doctor.production("hefa.example.gov.tw") == 1
    told = capfd.readouterr().out
    assert "請於 /etc/hefa/env 補正下列變數" in told and "· HEFA_ALLOWED_HOSTS must name" in told
    assert "Traceback" not in told
