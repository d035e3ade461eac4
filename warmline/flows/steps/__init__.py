"""The kinds of steps, one in a file: what each is called, how it is read, what it does."""
