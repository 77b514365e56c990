"""Work away from the window's thread. A job runs on a worker; its result or its error comes back on the window's thread, in order.

What must hold: callbacks run on the thread this object lives on, none after `close`, and a job that fails never takes the worker with it.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)
T = TypeVar("T")


class Jobs(QObject):
    """A worker thread of its own; jobs run one after another.

    Args:
        name: of the thread, for the log.
    """

    _ended = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._closed = False
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None) -> None:
        """Queues a job; `done` gets its result, `failed` its exception (which is logged where there is no `failed`)."""
        if self._closed:
            return

        def work() -> None:
            try:
                result = job()
            except Exception as error:
                self._post(partial(self._fail, error, failed))  # bound now: Python forgets `error` at the end of the clause
            else:
                self._post(lambda: done(result))

        self._pool.submit(work)

    def close(self) -> None:
        """Waits for the running job; results after this are dropped."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _post(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._ended.emit(call)

    def _deliver(self, call: Any) -> None:
        if not self._closed:
            call()

    @staticmethod
    def _fail(error: Exception, failed: Callable[[Exception], None] | None) -> None:
        if failed is None:
            log.error("a job of the window failed", exc_info=error)
        else:
            failed(error)
