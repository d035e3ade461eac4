"""Text messages over HTTP: a gateway brings what customers write, and is had to send what they are answered."""
