// Simulators: see docs/architecture.md.
