"""Links nobody has published: drawn by sector, size and distance around those that are known."""
