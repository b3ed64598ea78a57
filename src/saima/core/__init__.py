"""The ground: pure rules over values, standard library only."""
