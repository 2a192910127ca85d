"""An analyst at a terminal: posts in, tested against chance; too little is not nothing."""

from __future__ import annotations

from tests.cli.conftest import Terminal


def test_posts_are_read_and_tested(terminal: Terminal) -> None:
    assert terminal("narratives", "read", "posts.csv").code == 0
    assert "Too little to tell" in terminal("narratives", "detect").out
    assert "لا يكفي للحكم" in terminal("narratives", "compare", "--lang", "ar").out
    (edge,) = terminal("narratives", "network", "--participation", "1", "--json").lines
    assert (edge["weight"], edge["seconds"]) == (1, 4.0)
    edges = terminal("narratives", "toolkit", "--mode", "links", "--least", "1", "--json").lines
    assert [edge["weight"] for edge in edges] == [1, 1]
    assert terminal("narratives", "copies").code == 0
    assert terminal("narratives", "stories", "--lang", "ar").code == 0
    assert terminal("narratives", "detect", "--mode", "colour").code == 2
