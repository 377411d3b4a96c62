"""What people see: templates, words in three languages, style."""
