"""One contact of the chat, as a page goes on with it."""

from typing import Any

import httpx

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


class Talk:
    """Begun when it is made; each input has a key of its own."""

    def __init__(self, client: httpx.Client, headers: dict[str, str] | None = None, **begin: Any) -> None:
        self.client = client
        answer = client.post("/chat/contacts", json={"website": "isla", **begin}, headers=headers)
        assert answer.status_code == 201, answer.text
        self.first = answer.json()
        self.name = self.first["contact"]["name"]
        self.path = f"/chat/contacts/{self.name}"
        self.bearer = {"authorization": f"Bearer {self.first['token']}"}
        self._keys = iter(range(1000))

    def send(self, kind: str, after: int = 0, key: str = "", **more: str) -> httpx.Response:
        body = {"key": key or f"k{next(self._keys)}", "kind": kind, "after": after, **more}
        return self.client.post(f"{self.path}/inputs", json=body, headers=self.bearer)

    def turns(self, **query: int) -> httpx.Response:
        return self.client.get(f"{self.path}/turns", params=query, headers=self.bearer)

    def attach(self, content: bytes, name: str = "photo.png", key: str = "f1") -> httpx.Response:
        query = {"key": key, "name": name}
        return self.client.post(f"{self.path}/files", params=query, content=content, headers=self.bearer)
