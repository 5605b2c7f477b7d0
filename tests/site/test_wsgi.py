"""What comes over a line that breaks is never taken for the whole."""

from io import BytesIO

import pytest

from congtam.site.wsgi import WholeBody


@pytest.mark.parametrize("size", [-1, 5, 100])
def test_a_body_that_came_whole_is_read_as_it_is(size: int) -> None:
    body = WholeBody(BytesIO(b"xin c and more"), 5)
    assert body.read(size) == b"xin c"
    assert body.read(size) == b""


def test_a_body_that_broke_off_is_an_error() -> None:
    body = WholeBody(BytesIO(b"xin"), 5)
    with pytest.raises(ConnectionError, match="đứt"):
        body.read()


def test_lines_end_where_the_body_ends() -> None:
    body = WholeBody(BytesIO(b"a\nbc and more"), 4)
    assert (body.readline(), body.readline(), body.read()) == (b"a\n", b"bc", b"")
