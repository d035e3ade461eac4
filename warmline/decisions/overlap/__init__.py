"""Whether two conditions can hold at once, or one follows from the other, as far as their texts tell.

Whatever is said here is proved; where nothing can be proved, nothing is said.
"""
