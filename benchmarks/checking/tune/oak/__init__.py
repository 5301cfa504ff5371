"""Convolutions, counting, normalisation, dropout as ridge regression and shared weights."""
