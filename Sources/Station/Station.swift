// Station: see docs/architecture.md.
