"""Thu tiền: issue a receipt."""
