"""Who gets which answer at which address. Written by hand from program.md §2, reviewed by eye; never generated from the code.

A line names an address, the thing of the world that it is asked for, and for GET and POST what the roles get:
answer, colon, their letters.

    P public   m manager  c contact  f foreign manager   r recommender  q foreign recommender   e expert  x other expert
    i inspector  j other inspector   k clerk  d director  s supervisor  a auditor
    y system administrator  z security administrator   n manager of an enterprise with a site in A's zone

    ok     200: the page                         go     a way on to another page (302), or out of the one-time link
    act    the verb was asked: it answers by what was posted (a way on, the page again with its errors, a
    refusal in words, never 403)
    no     403: it is seen, but this move is another role's
    late   the form is judged before the role: 403, or 422 with nothing done
    again  200: an empty form is judged before the role, and nothing is done
    405    no such method here

Who stands nowhere in a line gets 404 (the thing does not exist for them), the public the way to the sign-in.
`*` is everybody who is signed
in, `P*` everybody. The things asked for are A's: f, q, x, j stand for the same roles of B, for whom A's things are foreign.
"""

from dataclasses import dataclass

ROLES = {
    "P": "public",
    "m": "manager",
    "c": "contact",
    "f": "foreign manager",
    "r": "recommender",
    "q": "foreign recommender",
    "e": "expert",
    "x": "other expert",
    "i": "inspector",
    "j": "other inspector",
    "k": "clerk",
    "d": "director",
    "s": "supervisor",
    "a": "auditor",
    "y": "admin",
    "z": "security",
    "n": "enterprise",
}


@dataclass(frozen=True)
class Line:
    """An address and its answers; `things` are names in the world, or literals after an equals sign."""

    name: str
    things: tuple[str, ...]
    get: str
    post: str
    data: tuple[tuple[str, str], ...] = ()

    @property
    def takes_post(self) -> bool:
        return any(not clause.startswith("405:") for clause in self.post.split())

    def answer(self, method: str, role: str) -> str:
        """ok, go, act, no, late, 405, none (404) or login."""
        rest = "login" if role == "P" else "none"
        for clause in (self.get if method == "GET" else self.post).split():
            answer, _, letters = clause.partition(":")
            if role in letters or ("*" in letters and role != "P"):
                return answer
        return rest


def line(name: str, things: str = "", /, *, get: str = "405:*", post: str = "405:*", **data: str) -> Line:
    return Line(name, tuple(things.split()), get, post, tuple(data.items()))


ALL = "P*"
PAGE = {"get": f"ok:{ALL}", "post": f"405:{ALL}"}
