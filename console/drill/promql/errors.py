"""Pure: the one error of a query, in the words of Prometheus."""

BAD_DATA = "bad_data"
EXECUTION = "execution"


class QueryError(Exception):
    """A query that is not understood, or that cannot be answered.

    `kind` is what Prometheus calls errorType: "bad_data" for one that is wrong, "execution" for one that fails when
    it meets the data.
    """

    def __init__(self, text: str, kind: str = BAD_DATA) -> None:
        super().__init__(text)
        self.kind = kind


def misread(text: str, at: int, what: str) -> QueryError:
    """Return the error of a query that is wrong at a place in its text: "1:5: parse error: ..."."""
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return QueryError(f"{line}:{column}: parse error: {what}")
