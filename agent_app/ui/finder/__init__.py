"""The one search of the window: people, households and receipts, as they are typed."""
