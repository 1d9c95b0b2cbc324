"""What Datasette has no setting for and gains from: temporary tables in memory, a mapped file."""

from datasette import hookimpl


@hookimpl
def prepare_connection(conn):
    conn.execute("pragma temp_store = memory")
    conn.execute("pragma mmap_size = 4000000000")
