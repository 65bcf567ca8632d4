"""Renders the Markdown on standard input as CommonMark with tables, as GitHub and Jupyter read it, without sanitising."""

import sys

from markdown_it import MarkdownIt

text = sys.stdin.buffer.read().decode("utf-8")
sys.stdout.buffer.write(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text).encode("utf-8"))
