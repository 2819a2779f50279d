"""Tells what a reader that no one here wrote finds in a workbook: each sheet's rows, days as ISO, and types of cells."""
import datetime
import json
import sys
import warnings

import openpyxl

warnings.simplefilter("error")  # what it would have to mend


def told(value):
    return value.isoformat() if isinstance(value, (datetime.datetime, datetime.date)) else value


workbook = openpyxl.load_workbook(sys.argv[1])
print(
    json.dumps(
        {
            sheet.title: [[[told(cell.value), cell.data_type] for cell in row] for row in sheet.iter_rows()]
            for sheet in workbook
        }
    )
)
