"""The steps of the schema, run by `migrate.py`. Once a version of the program has gone out, a step never changes."""
