"""Prints the rows of scrapbook's papermill_dataframe of a folder, each as a JSON list: name, value, type, filename, key.
The property itself uses DataFrame.append, which pandas 2 removed; its two halves still run. A scrap that scrapbook
shows but holds no data of is no record."""
import json
import sys
import warnings

warnings.simplefilter("ignore")
import scrapbook

book = scrapbook.read_notebooks(sys.argv[1])
for key, nb in book._notebooks.items():
    for frame in (nb.parameter_dataframe, nb.papermill_record_dataframe):
        for row in frame.values.tolist():
            if type(row[1]).__name__ == "DataFrame":
                continue
            print(json.dumps(row + [key]))
