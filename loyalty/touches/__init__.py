"""Touch points: whatever passes between a guest and the house is written through here and stands on one timeline."""
