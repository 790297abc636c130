"""Tables of a network as researchers have them: read, checked, every fault told at once."""
