"""What was learnt from texts that people have labelled: how upset a customer sounds, whether a reply acknowledges."""
