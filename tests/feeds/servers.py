"""The application on a real server in this process, for clients that nobody here wrote."""

from __future__ import annotations

import threading

import uvicorn

from liiku.context import Context
from liiku.serving import make_app


class Server:
    """The application over a context, on a port of its own; its public address is that port."""

    def __init__(self, context: Context) -> None:
        self._uvicorn = uvicorn.Server(uvicorn.Config(make_app(context), port=0, log_level="error"))
        self._thread = threading.Thread(target=self._uvicorn.run)
        self._thread.start()
        while not self._uvicorn.started:
            assert self._thread.is_alive()
        port = self._uvicorn.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._settings, self._before = context.settings, context.settings.public_url
        context.settings.public_url = self.url

    def stop(self) -> None:
        self._uvicorn.should_exit = True
        self._thread.join(30)
        self._settings.public_url = self._before
