"""The package against the binary that MUSTER names: what it gives, what it raises, and what it leaves."""

import asyncio
import os
import pathlib
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import muster

try:
    import numpy
except ImportError:  # the package works without
    numpy = None


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def children() -> list[str]:
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return file.read().split()


class Case(unittest.TestCase):
    """Nothing is left of what a test starts."""

    def setUp(self) -> None:
        self.children = children()
        self.descriptors = open_descriptors()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def tearDown(self) -> None:
        self.assertEqual(children(), self.children)
        self.assertEqual(open_descriptors(), self.descriptors)

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def wait_for(self, name: str) -> str:
        path = pathlib.Path(self.path(name))
        while not path.exists() or not path.read_text().endswith("\n"):
            time.sleep(0.005)
        return path.read_text()


class Results(Case):
    def test_records_come_in_order(self) -> None:
        with muster.run(["seq 3 12", ["seq", "5"]], order="numeric") as result:
            self.assertEqual(len(result), 15)
            self.assertEqual([int(record) for record in result], sorted([*range(3, 13), *range(1, 6)]))
            self.assertEqual(result.bytes(), b"".join(bytes(record) + b"\n" for record in result))

    def test_words_reach_a_command_as_they_are(self) -> None:
        words = ["a b", "'", "$HOME", "new\nline", "\udcff", ""]
        with muster.run([["printf", "%s\\0", *words]], options=["-z"], order="worker") as result:
            self.assertEqual([os.fsdecode(bytes(record)) for record in result], words)

    def test_inputs_stand_for_braces(self) -> None:
        with muster.run("echo {}-{#}", inputs=["b", "a b"]) as result:
            self.assertEqual(result.bytes(), b"a b-2\nb-1\n")
        with muster.run(["echo", "x"], inputs=["-n"]) as result:
            self.assertEqual(result.bytes(), b"x -n\n")

    def test_orders_and_selections(self) -> None:
        self.assertEqual(self.output(["seq 3", "seq 2"], order="numeric", reverse=True), "3 2 2 1 1")
        self.assertEqual(self.output(["seq 3", "seq 2"], order="numeric", unique=True), "1 2 3")
        self.assertEqual(self.output(["seq 3", "seq 2"], order="worker", top=4), "1 2 3 1")
        self.assertEqual(self.output(["echo 10; echo 9"]), "10 9")

    def output(self, *arguments: object, **options: object) -> str:
        with muster.run(*arguments, **options) as result:  # type: ignore[arg-type]
            return " ".join(result.bytes().decode().split())

    def test_no_records_are_a_result(self) -> None:
        with muster.run(["true"]) as result:
            self.assertEqual((len(result), list(result), result.bytes()), (0, [], b""))
        muster.run([]).close()

    def test_the_result_is_read_only_and_closed_once_nothing_uses_it(self) -> None:
        result = muster.run(["echo a"])
        view = result.buffer
        self.assertTrue(view.readonly)
        with self.assertRaises(BufferError):
            result.close()
        with self.assertRaises(PermissionError):
            os.pwrite(result.fileno(), b"b", 0)
        view.release()
        result.close()
        with self.assertRaises(ValueError):
            result.bytes()

    @unittest.skipIf(numpy is None, "needs numpy")
    def test_values_are_an_array_without_a_copy(self) -> None:
        program = "import os, struct; os.write(1, struct.pack('=4Q', {}, 7, 2**64 - 1, 0))"
        result = muster.run([sys.executable, "-Sc", program], inputs=["5", "3"], records="u64")
        values = result.numpy()
        self.assertEqual(values.tolist(), [0, 0, 3, 5, 7, 7, 2**64 - 1, 2**64 - 1])
        self.assertFalse(values.flags.writeable)
        copy = result.numpy(writable=True)
        copy[0] = 9
        self.assertEqual((int(copy[0]), int(values[0])), (9, 0))
        self.assertEqual([len(record) for record in result], [8] * 8)
        del values, copy
        result.close()

    def test_numpy_needs_values(self) -> None:
        with muster.run(["echo a"]) as result, self.assertRaisesRegex(TypeError, "records='u64'"):
            result.numpy()

    def test_a_plan_may_be_larger_than_a_command_line(self) -> None:
        inputs = ["x" * 1000] * 20000
        with muster.run("true", inputs=inputs, options=["--halt=now,done=1"]) as result:
            self.assertEqual(len(result), 0)


class Failures(Case):
    def test_a_worker_that_fails_is_told_with_its_last_words(self) -> None:
        with self.assertRaises(muster.WorkersFailed) as caught:
            muster.run(["echo out; echo oops >&2; exit 7"], stderr=subprocess.DEVNULL)
        (failure,) = caught.exception.failures
        self.assertEqual((failure.worker, failure.attempt, failure.cause), (1, 1, "exit_status"))
        self.assertEqual((failure.exit_status, failure.signal), (7, None))
        self.assertEqual(failure.stderr, ("oops",))
        self.assertIn("exited with status 7", str(caught.exception))
        self.assertIsNone(caught.exception.result)

    def test_causes(self) -> None:
        for command, options, cause in [
            ("kill -9 $$", {}, "signal"),
            ("sleep 100", {"timeout": 0.05}, "timed_out"),
            ("printf 123", {"records": "u64"}, "record_torn"),
        ]:
            with self.assertRaises(muster.WorkersFailed) as caught:
                muster.run([command], **options)  # type: ignore[arg-type]
            self.assertEqual(caught.exception.failures[0].cause, cause)

    def test_a_partial_run_gives_what_the_others_wrote(self) -> None:
        with self.assertRaises(muster.WorkersFailed) as caught:
            muster.run(["echo a", "echo b; exit 1", "echo c"], partial=True)
        assert caught.exception.result is not None
        with caught.exception.result as result:
            self.assertEqual(result.bytes(), b"a\nc\n")
        self.assertEqual([failure.worker for failure in caught.exception.failures], [2])

    def test_a_plan_that_makes_no_sense_is_refused(self) -> None:
        for arguments, options in [
            ([["true"]], {"options": ["--frob"]}),
            ([["true"]], {"options": ["-m", "--order=arrival"]}),
            (["true"], {}),
            ([["a\0b"]], {}),
            ([["true"]], {"order": "sideways"}),
            ([["true"]], {"records": "u65"}),
        ]:
            with self.assertRaises(muster.PlanError):
                muster.run(*arguments, **options)  # type: ignore[arg-type]

    def test_helpers_that_are_none(self) -> None:
        def helper(script: str) -> None:
            with open(self.path("helper"), "w") as file:
                file.write(f"#!/bin/sh\n{script}\n")
            os.chmod(self.path("helper"), 0o700)

        before = os.environ["MUSTER"]
        self.addCleanup(os.environ.__setitem__, "MUSTER", before)
        os.environ["MUSTER"] = self.path("helper")
        status = 'for last; do :; done; eval "exec 9>&$(echo "$3" | cut -d= -f2)"; printf "%s" '
        hello = '{"event": "hello", "protocol": 1, "muster": "9"}\\n'
        cases = [
            ("exit 0", "no muster"),
            (status + "'{\"event\": \"hello\", \"protocol\": 2}\n' >&9", "version 2 of the protocol, not 1"),
            (status + "'not json\n' >&9", "cannot be read"),
            (status + "'[1]\n' >&9", "cannot be read"),
            (status + "'" + hello.replace("\\n", "\n") + "' >&9", "was killed"),
            (
                status + "'" + hello.replace("\\n", "\n") + '{"event": "end", "exit_status": 0, "signal": null, '
                '"reason": "all_is_done", "records": 1, "bytes": 5}\n' + "' >&9",
                "not what muster wrote",
            ),
        ]
        for script, expected in cases:
            helper(script)
            with self.assertRaisesRegex(muster.HelperError, expected):
                muster.run(["true"])
        os.environ["MUSTER"] = self.path("missing")
        with self.assertRaisesRegex(muster.HelperError, "cannot run"):
            muster.run(["true"])


class Ending(Case):
    def sleeper(self) -> muster.Run:
        return muster.start([f"echo $$ >{self.path('pid')}; sleep 300 & sleep 300"])

    def assert_gone(self) -> None:
        pid = int(self.wait_for("pid"))
        with self.assertRaises(ProcessLookupError):
            os.kill(pid, 0)

    def test_a_run_ends_with_its_block(self) -> None:
        with self.sleeper() as run:
            self.wait_for("pid")
            self.assertFalse(run.is_over())
        self.assert_gone()

    def test_cancel_is_told_by_wait(self) -> None:
        with self.sleeper() as run:
            self.wait_for("pid")
            run.cancel()
            with self.assertRaises(muster.Cancelled):
                run.wait()
        self.assert_gone()

    def test_cancel_at_any_moment(self) -> None:
        for delay in range(0, 30, 3):
            with muster.start(["seq 10000"]) as run:
                time.sleep(delay / 1000)
                run.cancel()
                try:
                    run.wait().close()
                except muster.Cancelled:
                    pass

    def test_cancel_though_a_forked_child_lives(self) -> None:
        with self.sleeper() as run:
            self.wait_for("pid")
            child = os.fork()
            if child == 0:
                del run  # does nothing to the run of the parent
                time.sleep(100)
                os._exit(0)
            try:
                self.assertFalse(run.is_over())
                run.close()
            finally:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        self.assert_gone()

    def test_a_timeout_of_wait_lets_the_run_go_on(self) -> None:
        with muster.start([f"while [ ! -e {self.path('go')} ]; do sleep 0.01; done; echo a"]) as run:
            with self.assertRaises(TimeoutError):
                run.wait(timeout=0.05)
            open(self.path("go"), "w").close()
            with run.wait() as result:
                self.assertEqual(result.bytes(), b"a\n")
            with self.assertRaises(ValueError):
                run.wait()

    def test_a_helper_that_is_stopped_is_killed(self) -> None:
        from muster import _run

        before, _run._PATIENCE_S = _run._PATIENCE_S, 0.2
        self.addCleanup(setattr, _run, "_PATIENCE_S", before)
        with self.sleeper() as run:
            self.wait_for("pid")
            os.kill(int(children()[0]), signal.SIGSTOP)
            run.close()
        for _ in range(1000):  # its guardian ends the rest
            try:
                os.kill(int(self.wait_for("pid")), 0)
                time.sleep(0.01)
            except ProcessLookupError:
                break
        self.assert_gone()

    def test_an_interrupt_ends_the_run_and_is_raised_again(self) -> None:
        script = (
            "import muster, sys\n"
            "try:\n"
            "    muster.run([f'echo $$ >{sys.argv[1]}; sleep 300'])\n"
            "except KeyboardInterrupt:\n"
            "    print('interrupted')\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, self.path("pid")], stdout=subprocess.PIPE, process_group=0
        ) as host:
            self.wait_for("pid")
            os.killpg(host.pid, signal.SIGINT)
            self.assertEqual(host.communicate()[0], b"interrupted\n")
        self.assert_gone()

    def test_nothing_is_left_when_the_host_is_killed(self) -> None:
        script = "import muster, sys; muster.run([f'echo $$ >{sys.argv[1]}; sleep 300 & sleep 300'])"
        with subprocess.Popen([sys.executable, "-c", script, self.path("pid")]) as host:
            pid = int(self.wait_for("pid"))
            host.kill()
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and os.path.exists(f"/proc/{pid}"):
            time.sleep(0.01)
        self.assert_gone()


class Hosts(Case):
    def test_select_sees_the_end(self) -> None:
        with muster.start(["echo a"]) as run:
            readable, _, _ = select.select([run], [], [], 60)
            self.assertEqual(readable, [run])
            run.wait().close()

    def test_runs_can_be_awaited_side_by_side(self) -> None:
        async def number(of: int) -> bytes:
            with muster.start([f"echo {of}"]) as run, await run as result:
                return result.bytes()

        async def both() -> list[bytes]:
            return list(await asyncio.gather(number(1), number(2)))

        self.assertEqual(asyncio.run(both()), [b"1\n", b"2\n"])

    def test_a_task_that_is_cancelled_ends_its_run(self) -> None:
        async def main() -> None:
            run = muster.start(["sleep 300"])
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(run, 0.1)

        asyncio.run(main())

    def test_threads_each_have_their_runs(self) -> None:
        wrong: list[object] = []

        def work(number: int) -> None:
            try:
                for i in range(3):
                    with muster.run([f"seq {number} {number + 9}"], order="numeric") as result:
                        if len(result) != 10 or int(next(iter(result))) != number:
                            wrong.append((number, i, result.bytes()))
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=work, args=[n]) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_children_of_the_host_are_left_alone(self) -> None:
        done = subprocess.Popen(["sh", "-c", "exit 7"])
        sleeping = subprocess.Popen(["sleep", "300"])
        try:
            with self.assertRaises(muster.WorkersFailed):
                muster.run(["false"])
            self.assertIsNone(sleeping.poll())
            self.assertEqual(done.wait(), 7)
        finally:
            sleeping.kill()
            sleeping.wait()

    def test_a_host_that_ignores_or_reaps_its_children(self) -> None:
        def reap(*_: object) -> None:
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                pass

        for handler in (signal.SIG_IGN, reap):
            before = signal.signal(signal.SIGCHLD, handler)
            try:
                with muster.run(["echo a"]) as result:
                    self.assertEqual(result.bytes(), b"a\n")
                with self.assertRaises(muster.WorkersFailed):
                    muster.run(["exit 3"])
            finally:
                signal.signal(signal.SIGCHLD, before)

    def test_a_host_with_blocked_and_ignored_signals(self) -> None:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        term = signal.signal(signal.SIGTERM, signal.SIG_IGN)
        try:
            with muster.run(["seq 3"]) as result:
                self.assertEqual(len(result), 3)
            with muster.start(["sleep 300"]) as run:
                run.cancel()
                with self.assertRaises(muster.Cancelled):
                    run.wait()
        finally:
            signal.signal(signal.SIGTERM, term)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def test_a_host_with_few_descriptors(self) -> None:
        script = (
            "import muster, resource\n"
            "resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))\n"
            "with muster.run(['seq 3', 'seq 2']) as result: print(len(result))\n"
        )
        self.assertEqual(subprocess.check_output([sys.executable, "-c", script]), b"5\n")


if __name__ == "__main__":
    unittest.main()
