"""Read every scrap of every notebook in a folder. Prints what it saw as one line of JSON."""

import json
import sys

import scrapbook

keys = 0
notebooks = scrapbook.read_notebooks(sys.argv[1]).notebook_scraps
for scraps in notebooks.values():
    for scrap in scraps.values():
        if scrap.data is None and scrap.display is None:
            sys.exit(f"{scrap.name} is empty")
        keys += 1
print(json.dumps({"notebooks": len(notebooks), "keys": keys}))
