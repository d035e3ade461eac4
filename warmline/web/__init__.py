"""What every HTTP route shares: who may use it, errors, paging."""
