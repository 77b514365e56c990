"""Which products a turn is about: named, shown, pointed at with a word, or left to what the visit talked about before."""
