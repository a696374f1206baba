"""The database engine: Django's own for PostgreSQL, in which every statement has a schema and a role."""
