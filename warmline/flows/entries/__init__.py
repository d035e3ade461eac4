"""What customers enter: amounts, days, numbers of all sorts, read as tolerantly as is safe."""
