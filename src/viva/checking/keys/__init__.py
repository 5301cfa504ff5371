"""Keys that are nothing but text: which kind each is, and what it says."""
