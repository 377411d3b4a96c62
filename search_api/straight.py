"""Routes whose functions take the request and give the response themselves: FastAPI documents them, and solves and serialises nothing on the way."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from fastapi import Request, Response
from fastapi.routing import APIRoute

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Straight(APIRoute):
    """A route of `async def endpoint(request: Request) -> Response`: what FastAPI would do around it takes longer than reading the question."""

    def get_route_handler(self) -> Handler:
        return cast("Handler", self.endpoint)
