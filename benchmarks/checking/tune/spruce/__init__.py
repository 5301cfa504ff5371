"""A lecturer's homework; a sixth of the replies is text out of PDFs."""
