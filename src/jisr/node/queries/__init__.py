"""What does the node know?  Every function takes the `reader` it answers and shows nothing the reader may not see."""
