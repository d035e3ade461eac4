"""Reading `service.yaml` and `flows/*.yaml`: files in, a book of flows out, with a problem for each mistake."""
