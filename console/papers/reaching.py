"""Asks whether the links of a document still lead somewhere; the only part of an export that reaches the network."""

import asyncio
from collections.abc import Sequence

_PATIENCE = 5.0
_AT_ONCE = 8
_GONE = 400


def unreachable(urls: Sequence[str]) -> list[str]:
    """Return a sentence for every address that does not answer, or says that there is nothing."""
    return asyncio.run(_asked(urls))


async def _asked(urls: Sequence[str]) -> list[str]:
    import httpx

    free = asyncio.Semaphore(_AT_ONCE)

    async def look(url: str) -> str:
        async with free:
            try:
                # Only the first lines of an answer are wanted, whatever stands behind them.
                async with client.stream("GET", url) as answer:
                    status = answer.status_code
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                return f"{url} does not answer: {type(error).__name__}"
        return f"{url} answers {status}" if status >= _GONE else ""

    async with httpx.AsyncClient(timeout=_PATIENCE, follow_redirects=True) as client:
        found = await asyncio.gather(*(look(url) for url in urls))
    return [each for each in found if each]
