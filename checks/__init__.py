"""Sources: each module here looks at one kind of thing and answers with a `Sample`; none knows the console."""
