"""Measurements, outside CI: `make bench` prints them and writes docs/performance.md."""
