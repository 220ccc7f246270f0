"""The API server's answers: requests in, answers out, no sockets. Reads and writes the world; owns none of it."""
