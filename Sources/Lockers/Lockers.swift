// Lockers: see docs/architecture.md.
