"""Looking at papers, printing them and saving them."""
