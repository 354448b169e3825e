// Messages: see docs/architecture.md.
