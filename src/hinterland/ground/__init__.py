"""What several studies stand on."""
