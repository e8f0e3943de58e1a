"""`make bench`: what every query of the board costs, beside the best that can be had for the same answer."""
