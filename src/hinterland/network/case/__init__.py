"""From a case to networks of its firms: who there is, how large, what sectors buy, and links drawn for the rest."""
