"""What is looked at before anything is confirmed: one module a concern. All of it reads or is a dry run."""
