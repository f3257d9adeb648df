"""Benchmarks: `python -m bench [NAME ...]`, or `make bench`. See `docs/benchmarks.md` for the results."""
