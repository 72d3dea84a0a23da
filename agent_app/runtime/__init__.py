"""What a process needs that is no business: folders, secrets, logs, words."""
