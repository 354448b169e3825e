// Screens: see docs/architecture.md.
