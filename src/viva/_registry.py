"""What `inspect eval viva/…` finds: the decorated tasks of every paper."""
