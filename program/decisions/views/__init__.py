"""Pages of deliberation, notices, objections, documents and designations."""
