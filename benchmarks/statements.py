"""Count the SQL statements of pages of the base of the environment, in this process.

Reads addresses as JSON on standard input, writes their counts as JSON: once the process has opened
its index and filled its caches, as a worker that has served for a while.
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def count(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address} répond {response.status_code}.")
    return len(captured)


def main():
    client = Client(headers={"host": "127.0.0.1"})
    addresses = json.load(sys.stdin)
    for address in addresses:
        count(client, address)
    json.dump([count(client, address) for address in addresses], sys.stdout)


if __name__ == "__main__":
    main()
