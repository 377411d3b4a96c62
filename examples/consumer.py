# SPDX-License-Identifier: CC0-1.0
"""Keeps a copy of the open feed in step:  python consumer.py http://127.0.0.1:8000 copy.sqlite

The first time it loads the dump; after that, and every time again, only what changed. Stop it whenever you like:
data and position are written together, so it goes on where it was.
"""

import gzip
import json
import sqlite3
import sys
import urllib.request


def get(url):
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        stream = gzip.open(answer) if answer.headers.get("Content-Encoding") == "gzip" else answer
        return answer.headers, stream.read()


def open_copy(path):
    copy = sqlite3.connect(path)
    copy.execute("create table if not exists service (id text primary key, modified integer, data text)")
    copy.execute("create table if not exists position (next text)")
    return copy


def put(copy, item):
    row = (item["id"], item["modified"], json.dumps(item["data"]))
    copy.execute("insert or replace into service values (?, ?, ?)", row)


def move_to(copy, url):
    copy.execute("delete from position")
    copy.execute("insert into position values (?)", (url,))


def load_dump(copy, base):
    headers, body = get(f"{base}/dump/services.jsonl")
    with copy:  # all of it or nothing
        for line in body.splitlines():
            put(copy, json.loads(line))
        move_to(copy, f"{base}/feeds/services?afterChangeNumber={headers['X-Change-Number']}")


def follow(copy):
    while True:
        (url,) = copy.execute("select next from position").fetchone()
        page = json.loads(get(url)[1])
        with copy:  # the page and the new position, or neither
            for item in page["items"]:
                if item["state"] == "deleted":
                    copy.execute("delete from service where id = ?", (item["id"],))
                else:
                    put(copy, item)
            move_to(copy, page["next"])
        if not page["items"] and page["next"] == url:
            return


if __name__ == "__main__":
    copy = open_copy(sys.argv[2])
    if copy.execute("select next from position").fetchone() is None:
        load_dump(copy, sys.argv[1].rstrip("/"))
    follow(copy)
    print(copy.execute("select count(*) from service").fetchone()[0], "offerings")
