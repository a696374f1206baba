"""What `make up` and `make test` run on: PostgreSQL and Redis from wheels, and the supervisor of everything."""
