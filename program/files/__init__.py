"""Files: what people hand in, kept by the hash of its content, and what the program makes itself."""
