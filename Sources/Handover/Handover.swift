// Handover: see docs/architecture.md.
