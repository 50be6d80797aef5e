"""Print the names of scripts that another name must not hide.

    python3 names.py DIRECTORY

That is what each script binds or reads as a whole, what its functions read from there or from Python, and what the functions
that may read parameters have for themselves.
"""
import pathlib
import symtable
import sys

WITH_PARAMETERS = {"f", "df_dx0", "df_dx1"}


def names(table, everything):
    for symbol in table.get_symbols():
        if everything or symbol.is_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from names(child, child.get_name() in WITH_PARAMETERS)


found = set()
for script in pathlib.Path(sys.argv[1]).glob("*.py"):
    found.update(names(symtable.symtable(script.read_text(encoding="utf-8"), str(script), "exec"), True))
print(*sorted(found))
